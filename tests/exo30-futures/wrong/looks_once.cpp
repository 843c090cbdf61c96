// Hands out what is there, a result or not.
// breaks: "It ends when a result is laid, not before"
// step: 4
// lesson: read-too-early
#include "futures.hpp"

#include <exception>

asio::awaitable<int> exo30::result_of(Tray& tray) {
  if (tray.error) std::rethrow_exception(tray.error);
  co_return tray.value;
}
