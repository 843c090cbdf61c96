// Takes apart what || gives.
// explained: variant-as-value
#include <asio/awaitable.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <string>

using namespace asio::experimental::awaitable_operators;
asio::awaitable<std::string> work();
asio::awaitable<void> all() { auto [a, b] = co_await (work() || work()); }
