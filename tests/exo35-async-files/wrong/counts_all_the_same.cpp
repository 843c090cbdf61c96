// Returns the counts, although cancelled: the last files were being read.
// breaks: "and ends with asio::error::operation_aborted"
// step: 3
// lesson: cancellation-swallowed
#include <exo35-async-files/plain_count.hpp>

namespace exo35 {

namespace {

struct CountsAllTheSame : plain::Task {
  using Task::Task;

  void has_been_cancelled() override {
    if (next < paths.size()) Task::has_been_cancelled();
  }
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  return plain::count<CountsAllTheSame>(clerks, std::move(paths), limit);
}

}  // namespace exo35
