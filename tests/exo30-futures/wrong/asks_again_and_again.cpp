// Lets the others work, and looks again, and again.
// breaks: "It ends when a result is laid, not before"
// step: 4
// lesson: never-rests
#include "futures.hpp"

#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>

asio::awaitable<int> exo30::result_of(Tray& tray) {
  while (!tray.laid) co_await asio::post(asio::use_awaitable);
  if (tray.error) std::rethrow_exception(tray.error);
  co_return tray.value;
}
