// A completion handler with other arguments.
// explained: wrong-handler
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

void start(asio::steady_timer& timer) {
  timer.async_wait([](int count) { static_cast<void>(count); });
}
