// Believes that there is a result when the bell has rung.
// breaks: "though the bell should ring for nothing"
// step: 4
// lesson: rings-for-nothing
#include "futures.hpp"

#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>

asio::awaitable<int> exo30::result_of(Tray& tray) {
  if (!tray.laid) {
    asio::error_code rung;
    co_await tray.bell.async_wait(
        asio::redirect_error(asio::use_awaitable, rung));
  }
  if (tray.error) std::rethrow_exception(tray.error);
  co_return tray.value;
}
