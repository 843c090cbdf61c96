// A timer that is told how long, and not where it works.
// explained: nowhere-to-run
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>

using namespace std::chrono_literals;
asio::awaitable<void> nap() {
  asio::steady_timer timer(20ms);
  co_await timer.async_wait(asio::use_awaitable);
}
