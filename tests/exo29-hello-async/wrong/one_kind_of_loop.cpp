// Knows the executor of an io_context, and no other.
// breaks: "in any event loop"
// step: 1
// lesson: nobody-runs-it
#include "hello_async.hpp"

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <typeinfo>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  using Known = asio::io_context::executor_type;
  const auto executor = co_await asio::this_coro::executor;
  if (executor.target_type() != typeid(Known)) co_return;
  asio::steady_timer timer(*executor.target<Known>(), duration);
  co_await timer.async_wait(asio::use_awaitable);
}
