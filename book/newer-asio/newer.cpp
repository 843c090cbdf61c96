// The same program for the Asio of Debian 12 and for today's.
#include <fmt/format.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <chrono>
#include <exception>
#include <system_error>
#include <workbook/asio.hpp>
#if ASIO_VERSION >= 103100
#include <asio/cancel_after.hpp>
#else
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/use_awaitable.hpp>
#endif

using namespace std::chrono_literals;

// begin newer
// Waits for `timer`, a moment at most; says whether it rang.
#if ASIO_VERSION >= 103100
asio::awaitable<bool> rings_soon(asio::steady_timer& timer) {
  auto [error] =
      co_await timer.async_wait(asio::cancel_after(5ms, asio::as_tuple));
  co_return !error;
}
#else
asio::awaitable<bool> rings_soon(asio::steady_timer& timer) {
  using namespace asio::experimental::awaitable_operators;
  asio::steady_timer limit(timer.get_executor(), 5ms);
  const auto first = co_await (timer.async_wait(asio::use_awaitable) ||
                               limit.async_wait(asio::use_awaitable));
  co_return first.index() == 0;
}
#endif
// end newer

asio::awaitable<void> tea() {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer kettle(executor, asio::steady_timer::time_point::min());
  const bool ready = co_await rings_soon(kettle);
  fmt::print("the kettle rings: {}\n", ready);
  kettle.expires_at(asio::steady_timer::time_point::max());
  const bool again = co_await rings_soon(kettle);
  fmt::print("it rings again: {}\n", again);
}

int main() {
  asio::io_context context;
  asio::co_spawn(context, tea(), [](std::exception_ptr error) {
    if (error) std::rethrow_exception(error);
  });
  context.run();
}
