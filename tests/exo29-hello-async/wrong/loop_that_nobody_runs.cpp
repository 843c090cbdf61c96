// The timer is on an event loop that nobody runs.
// breaks: "in any event loop"
// step: 1
// lesson: nobody-runs-it
#include "hello_async.hpp"

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  asio::io_context own;
  asio::steady_timer timer(own, duration);
  co_await timer.async_wait(asio::use_awaitable);
}
