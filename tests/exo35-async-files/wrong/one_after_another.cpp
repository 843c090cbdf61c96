// Awaits each file before it opens the next.
// breaks: "As many as that are open while there are files left to open"
// step: 3
// lesson: one-at-a-time
#include <exo35-async-files/plain_count.hpp>

namespace exo35 {

namespace {

struct OneAfterAnother : plain::Task {
  using Task::Task;

  asio::awaitable<void> read_all() override { return reader(); }
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  return plain::count<OneAfterAnother>(clerks, std::move(paths), limit);
}

}  // namespace exo35
