// Looks again when the bell rings, but ten times at most.
// breaks: "It ends when a result is laid, not before, though the bell should
//   ring for nothing."
// step: 4
// lesson: rings-for-nothing
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>

#include "futures.hpp"

asio::awaitable<int> exo30::result_of(Tray& tray) {
  for (int look = 0; look < 10 && !tray.laid; ++look) {
    asio::error_code rung;
    co_await tray.bell.async_wait(
        asio::redirect_error(asio::use_awaitable, rung));
  }
  if (tray.error) std::rethrow_exception(tray.error);
  co_return tray.value;
}
