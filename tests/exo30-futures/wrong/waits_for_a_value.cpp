// Waits until the value is another one than 0.
// breaks: "If a result is there already, it does not wait."
// step: 4
// lesson: never-wakes
#include "futures.hpp"

#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>

asio::awaitable<int> exo30::result_of(Tray& tray) {
  while (tray.value == 0 && !tray.error) {
    asio::error_code rung;
    co_await tray.bell.async_wait(
        asio::redirect_error(asio::use_awaitable, rung));
  }
  if (tray.error) std::rethrow_exception(tray.error);
  co_return tray.value;
}
