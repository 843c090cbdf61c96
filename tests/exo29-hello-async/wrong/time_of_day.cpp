// Waits for a time of day, and the clock may be set.
// breaks: "whoever sets the clock meanwhile"
// step: 1
// lesson: wrong-duration
#include "hello_async.hpp"

#include <asio/system_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  asio::system_timer timer(co_await asio::this_coro::executor, duration);
  co_await timer.async_wait(asio::use_awaitable);
}
