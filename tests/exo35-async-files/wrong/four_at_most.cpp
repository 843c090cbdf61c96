// Never opens more than four files.
// breaks: "As many as that are open while there are files left to open"
// step: 3
// lesson: one-at-a-time
#include <algorithm>
#include <exo35-async-files/plain_count.hpp>

namespace exo35 {

namespace {

struct FourAtMost : plain::Task {
  using Task::Task;

  std::size_t how_many_readers() override {
    return std::min<std::size_t>(Task::how_many_readers(), 4);
  }
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  return plain::count<FourAtMost>(clerks, std::move(paths), limit);
}

}  // namespace exo35
