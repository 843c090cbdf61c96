// Does not wait for the bell, and looks at the tray every millisecond.
// breaks: "Everybody who waits at the tray wakes"
// step: 4
// lesson: watches-the-future
#include "futures.hpp"

#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>

asio::awaitable<int> exo30::result_of(Tray& tray) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  while (!tray.laid) {
    timer.expires_after(std::chrono::milliseconds(1));
    co_await timer.async_wait(asio::use_awaitable);
  }
  if (tray.error) std::rethrow_exception(tray.error);
  co_return tray.value;
}
