// Waits for a duration that has passed already.
// breaks: "Zero or less has passed already: it ends without waiting."
// step: 1
// lesson: wrong-duration
#include "hello_async.hpp"

#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  asio::steady_timer timer(co_await asio::this_coro::executor,
                           std::chrono::abs(duration));
  co_await timer.async_wait(asio::use_awaitable);
}
