// A unique_ptr copied.
// explained: copied-unique-ptr
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>

asio::awaitable<void> keep(std::unique_ptr<int> value);

asio::awaitable<void> start(std::unique_ptr<int> value) {
  co_await keep(value);
}
