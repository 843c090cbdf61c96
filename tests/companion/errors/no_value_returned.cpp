// co_return of nothing, from awaitable<int>.
// explained: co-return-nothing
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

asio::awaitable<int> start() { co_return; }
