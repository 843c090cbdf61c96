// Hears of no end that comes after it was told to stop and before it woke up.
// breaks: "ends with asio::error::operation_aborted when those at work are
//   done"
// step: 3
// lesson: word-lost
#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <exo35-async-files/plain_count.hpp>

namespace exo35 {

namespace {

struct EndNotHeard : plain::Task {
  using Task::Task;

  asio::awaitable<void> read_all() override {
    const auto room = co_await asio::this_coro::executor;
    asio::steady_timer bell(room, asio::steady_timer::time_point::max());
    auto running = how_many_readers();
    auto state = co_await asio::this_coro::cancellation_state;
    for (auto i = running; i > 0; --i)
      asio::co_spawn(room, reader(), [&](std::exception_ptr) {
        // So does a channel of Asio before 1.27: once its receiver has been
        // cancelled, it refuses try_send until somebody receives again.
        if (Task::is_cancelled(state)) return;
        if (--running == 0) bell.cancel();
      });
    while (running > 0) {
      asio::error_code rung;
      co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, rung));
      if (Task::is_cancelled(state)) {
        stopped = true;
        co_await asio::this_coro::reset_cancellation_state();
        state = co_await asio::this_coro::cancellation_state;
      }
    }
  }
  bool is_cancelled(const asio::cancellation_state&) override {
    return stopped;
  }

  bool stopped = false;
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  return plain::count<EndNotHeard>(clerks, std::move(paths), limit);
}

}  // namespace exo35
