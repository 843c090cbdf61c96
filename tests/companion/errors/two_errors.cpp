// Of two errors, the first is explained.
// explained: unknown-name
#include <asio/awaitable.hpp>

asio::awaitable<int> work();
asio::awaitable<void> all2() {
  co_await wrk();
  int x = work();
  co_return;
}
