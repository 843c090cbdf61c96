// A timer passed by value.
// explained: copied-io-object
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>

asio::awaitable<void> wait(asio::steady_timer timer);

asio::awaitable<void> start(asio::steady_timer& timer) { co_await wait(timer); }
