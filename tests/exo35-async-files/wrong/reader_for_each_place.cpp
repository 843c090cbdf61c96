// Starts a reader for each place, and not for each file.
// breaks: "a limit beyond the number of files, however far, is no limit"
// step: 3
// lesson: limit-beyond
#include <exo35-async-files/plain_count.hpp>

namespace exo35 {

namespace {

struct ReaderForEachPlace : plain::Task {
  using Task::Task;

  std::size_t how_many_readers() override { return limit; }
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  return plain::count<ReaderForEachPlace>(clerks, std::move(paths), limit);
}

}  // namespace exo35
