// A function that is never closed.
// explained: missing-brace
#include <asio/awaitable.hpp>

asio::awaitable<void> start() {
  co_return;
