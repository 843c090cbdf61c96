// Leaves the thread free in an io_context, and nowhere else.
// breaks: "Meanwhile the thread is free."
// step: 1
// lesson: blocks-the-thread
#include "hello_async.hpp"

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <thread>
#include <typeinfo>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  using Known = asio::io_context::executor_type;
  const auto executor = co_await asio::this_coro::executor;
  if (executor.target_type() == typeid(Known)) {
    asio::steady_timer timer(*executor.target<Known>(), duration);
    co_await timer.async_wait(asio::use_awaitable);
  } else {
    std::this_thread::sleep_for(duration);
  }
}
