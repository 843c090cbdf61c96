// co_await in a function that returns nothing.
// explained: await-outside-coroutine
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

asio::awaitable<void> work();

void start() { co_await work(); }
