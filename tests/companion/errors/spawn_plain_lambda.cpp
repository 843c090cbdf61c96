// co_spawn with a lambda that is no coroutine.
// explained: spawned-no-awaitable
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<int> start2() {
  co_return co_await asio::co_spawn(
      co_await asio::this_coro::executor, [] { return 5; },
      asio::use_awaitable);
}
