// Takes a cancellation for one more bad file.
// breaks: "Cancelled, it gives the clerks no further file"
// step: 3
// lesson: cancellation-swallowed
#include <exo35-async-files/plain_count.hpp>

namespace exo35 {

namespace {

struct GoesOnWhenCancelled : plain::Task {
  using Task::Task;

  bool is_cancelled(const asio::cancellation_state&) override { return false; }
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  return plain::count<GoesOnWhenCancelled>(clerks, std::move(paths), limit);
}

}  // namespace exo35
