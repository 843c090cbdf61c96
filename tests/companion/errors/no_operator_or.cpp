// || of awaitables, without the operators.
// explained: no-awaitable-operators
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

asio::awaitable<int> left();
asio::awaitable<int> right();

asio::awaitable<void> first() { co_await (left() || right()); }
