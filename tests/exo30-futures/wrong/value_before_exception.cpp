// Looks at the value first, and takes it for a result if it is none.
// breaks: "Everybody who waits at the tray wakes, and has the result"
// step: 4
// lesson: exception-lost
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>

#include "futures.hpp"

asio::awaitable<int> exo30::result_of(Tray& tray) {
  while (!tray.laid) {
    asio::error_code rung;
    co_await tray.bell.async_wait(
        asio::redirect_error(asio::use_awaitable, rung));
  }
  if (tray.value != 0) co_return tray.value;
  if (tray.error) std::rethrow_exception(tray.error);
  co_return 0;
}
