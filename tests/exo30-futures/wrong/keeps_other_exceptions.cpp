// Throws standard exceptions only.
// breaks: "Everybody who waits at the tray wakes, and has the result"
// step: 4
// lesson: exception-lost
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
  try {
    if (tray.error) std::rethrow_exception(tray.error);
  } catch (const std::exception&) {
    throw;
  } catch (...) {
  }
  co_return tray.value;
}
