// Each of its readers throws when it is told to stop: && makes one of them.
// breaks: "and ends with asio::error::operation_aborted"
// step: 3
// lesson: stopped-otherwise
#include <asio/this_coro.hpp>
#include <exo35-async-files/plain_count.hpp>

namespace exo35 {

namespace {

struct MultipleExceptions : plain::Task {
  using Task::Task;

  asio::awaitable<void> reader() override {
    co_await Task::reader();
    const auto state = co_await asio::this_coro::cancellation_state;
    if (is_cancelled(state)) has_been_cancelled();
  }
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  return plain::count<MultipleExceptions>(clerks, std::move(paths), limit);
}

}  // namespace exo35
