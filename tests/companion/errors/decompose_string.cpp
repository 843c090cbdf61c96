// Takes one value apart.
// explained: not-to-take-apart
#include <asio/awaitable.hpp>
#include <string>

asio::awaitable<std::string> work();
asio::awaitable<void> all() { auto [a, b] = co_await work(); }
