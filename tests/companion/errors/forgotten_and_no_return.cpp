// Forgets co_await, and with it that this is a coroutine.
// explained: no-coroutine-any-more forgot-co-await
#include <asio/awaitable.hpp>

asio::awaitable<void> work();
asio::awaitable<void> all() { work(); }
