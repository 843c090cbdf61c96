// Waits for the result, and forgets to co_return it.
// breaks: "Everybody who waits at the tray wakes, and has the result"
// step: 4
// lesson: falls-off-the-end
#include "futures.hpp"

#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>

asio::awaitable<int> exo30::result_of(Tray& tray) {
  while (!tray.laid) {
    asio::error_code rung;
    co_await tray.bell.async_wait(
        asio::redirect_error(asio::use_awaitable, rung));
  }
  if (tray.error) std::rethrow_exception(tray.error);
}
