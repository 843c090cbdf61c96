// Says in its own words that it was cancelled.
// breaks: "and ends with asio::error::operation_aborted"
// step: 3
// lesson: stopped-otherwise
#include <exo35-async-files/plain_count.hpp>
#include <stdexcept>

namespace exo35 {

namespace {

struct StoppedInOwnWords : plain::Task {
  using Task::Task;

  void has_been_cancelled() override { throw std::runtime_error("cancelled"); }
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  return plain::count<StoppedInOwnWords>(clerks, std::move(paths), limit);
}

}  // namespace exo35
