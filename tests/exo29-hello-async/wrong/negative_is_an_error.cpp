// Complains of a duration that has passed already.
// breaks: "Zero or less has passed already: it ends without waiting."
// step: 1
// lesson: wrong-duration
#include "hello_async.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <stdexcept>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  if (duration < Milliseconds(0)) throw std::invalid_argument("in the past");
  asio::steady_timer timer(co_await asio::this_coro::executor, duration);
  co_await timer.async_wait(asio::use_awaitable);
}
