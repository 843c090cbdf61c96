// The bell throws whoever sleeps.
// breaks: "It ends when a result is laid, not before"
// step: 4
// lesson: bell-throws
#include "futures.hpp"

#include <asio/use_awaitable.hpp>
#include <exception>

asio::awaitable<int> exo30::result_of(Tray& tray) {
  while (!tray.laid) co_await tray.bell.async_wait(asio::use_awaitable);
  if (tray.error) std::rethrow_exception(tray.error);
  co_return tray.value;
}
