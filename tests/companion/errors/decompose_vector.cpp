// Takes a vector apart.
// explained: not-to-take-apart
#include <asio/awaitable.hpp>
#include <vector>

asio::awaitable<std::vector<int>> work();
asio::awaitable<void> all() { auto [a, b] = co_await work(); }
