// Keeps a value where there is none.
// explained: awaits-no-value
#include <asio/awaitable.hpp>

asio::awaitable<void> work();
asio::awaitable<void> all() { auto x = co_await work(); }
