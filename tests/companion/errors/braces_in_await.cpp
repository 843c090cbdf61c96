// Braces of a vector inside a co_await expression.
// explained: braces-in-await
// explained by clang: nothing
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <string>
#include <vector>

asio::awaitable<int> sum(std::vector<std::string> names);

asio::awaitable<int> start(std::string name) {
  co_return co_await sum({"Ada", name});
}
