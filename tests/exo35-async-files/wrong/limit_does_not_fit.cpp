// Counts its readers in an unsigned, which does not hold every limit.
// breaks: "a limit beyond the number of files, however far, is no limit."
// step: 3
// lesson: limit-beyond
#include <algorithm>
#include <exo35-async-files/plain_count.hpp>

namespace exo35 {

namespace {

struct LimitDoesNotFit : plain::Task {
  using Task::Task;

  std::size_t how_many_readers() override {
    const auto places = static_cast<unsigned>(limit);
    const auto files = static_cast<unsigned>(paths.size());
    return std::min(places, files);
  }
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  return plain::count<LimitDoesNotFit>(clerks, std::move(paths), limit);
}

}  // namespace exo35
