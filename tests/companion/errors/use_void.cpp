// Hands on a value where there is none.
// explained: awaits-no-value
#include <asio/awaitable.hpp>

asio::awaitable<void> work();
void take(int);
asio::awaitable<void> all() { take(co_await work()); }
