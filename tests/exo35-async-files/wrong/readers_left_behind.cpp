// Throws at once when it is cancelled, and leaves its readers to themselves.
// breaks: "Cancelled, they wait for the clerks who are at work"
// step: 3
// lesson: outlives-its-caller
#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <exo35-async-files/plain_count.hpp>
#include <memory>
#include <optional>

namespace exo35 {

namespace {

struct ReadersLeftBehind : plain::Task,
                           std::enable_shared_from_this<ReadersLeftBehind> {
  using Task::Task;

  asio::awaitable<void> read_all() override {
    const auto room = co_await asio::this_coro::executor;
    bell.emplace(room, asio::steady_timer::time_point::max());
    running = how_many_readers();
    for (auto i = running; i > 0; --i)
      asio::co_spawn(room, reader(),
                     [self = shared_from_this()](std::exception_ptr) {
                       if (--self->running == 0) self->bell->cancel();
                     });
    asio::error_code rung;
    if (running > 0)
      co_await bell->async_wait(
          asio::redirect_error(asio::use_awaitable, rung));
  }

  std::optional<asio::steady_timer> bell;
  std::size_t running = 0;
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  const auto task =
      std::make_shared<ReadersLeftBehind>(clerks, std::move(paths), limit);
  co_return co_await task->count();
}

}  // namespace exo35
