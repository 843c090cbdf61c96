// A bare return, where a coroutine says co_return: the line is its own.
// explained: return-in-coroutine
#include <asio/awaitable.hpp>

asio::awaitable<void> rest();

asio::awaitable<void> sleep() {
  co_await rest();

  return;
}
