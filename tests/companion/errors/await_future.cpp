// co_await of a std::future.
// explained: not-awaitable
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <future>
#include <string>

asio::awaitable<int> start(std::future<int> value) { co_return co_await value; }
