// co_await binds tighter than &&.
// explained: await-binds-tighter
#include <asio/awaitable.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

using namespace asio::experimental::awaitable_operators;

asio::awaitable<int> left();
asio::awaitable<int> right();

asio::awaitable<void> both() { co_await left() && right(); }
