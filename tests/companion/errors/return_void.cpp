// Takes a number from an awaitable<void>.
// explained: awaits-no-value
#include <asio/awaitable.hpp>

asio::awaitable<void> work();
asio::awaitable<int> all() {
  int x = co_await work();
  co_return x;
}
