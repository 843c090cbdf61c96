// The result of && taken for a plain value.
// explained: tuple-as-value
#include <asio/awaitable.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

using namespace asio::experimental::awaitable_operators;

asio::awaitable<int> left();
asio::awaitable<int> right();

asio::awaitable<int> both() {
  int value = co_await (left() && right());
  co_return value;
}
