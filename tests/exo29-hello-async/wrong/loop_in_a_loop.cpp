// Runs a second event loop inside the first one.
// breaks: "Meanwhile the thread is free."
// step: 1
// lesson: blocks-the-thread
#include "hello_async.hpp"

#include <asio/io_context.hpp>
#include <asio/steady_timer.hpp>

asio::awaitable<void> exo29::pause(Milliseconds duration) {
  asio::io_context own;
  asio::steady_timer timer(own, duration);
  timer.async_wait([](asio::error_code) {});
  own.run();
  co_return;
}
