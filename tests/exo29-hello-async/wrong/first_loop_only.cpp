// All timers are made on the event loop of the first pause.
// breaks: "in any event loop"
// step: 1
// lesson: nobody-runs-it
#include "hello_async.hpp"

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

namespace {
// Lives as long as the program does.
asio::io_context loop;
bool first = true;
}  // namespace

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  if (first) {
    first = false;
    asio::steady_timer timer(co_await asio::this_coro::executor, duration);
    co_await timer.async_wait(asio::use_awaitable);
    co_return;
  }
  asio::steady_timer timer(loop, duration);
  co_await timer.async_wait(asio::use_awaitable);
}
