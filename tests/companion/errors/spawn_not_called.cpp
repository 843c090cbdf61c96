// co_spawn with a coroutine that is not called.
// explained: spawned-no-awaitable
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>

asio::awaitable<void> work(int);
void start(asio::io_context& context) {
  asio::co_spawn(context, work, asio::detached);
}
