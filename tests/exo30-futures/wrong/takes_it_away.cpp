// Takes the result from the tray.
// breaks: "The result stays on the tray, for those who come later."
// step: 4
// lesson: taken-away
#include "futures.hpp"

#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <utility>

asio::awaitable<int> exo30::result_of(Tray& tray) {
  while (!tray.laid) {
    asio::error_code rung;
    co_await tray.bell.async_wait(
        asio::redirect_error(asio::use_awaitable, rung));
  }
  tray.laid = false;
  if (tray.error) std::rethrow_exception(std::exchange(tray.error, nullptr));
  co_return tray.value;
}
