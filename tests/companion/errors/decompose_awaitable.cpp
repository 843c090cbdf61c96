// Takes an awaitable apart instead of its value.
// explained: awaitable-is-no-value
#include <asio/awaitable.hpp>
#include <string>

asio::awaitable<std::string> work();
asio::awaitable<void> all() {
  auto [a, b] = work();
  co_return;
}
