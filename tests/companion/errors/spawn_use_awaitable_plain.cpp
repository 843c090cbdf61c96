// co_spawn with use_awaitable, and nobody awaits it.
// explained: spawned-for-nobody
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> work();
void start(asio::io_context& context) {
  asio::co_spawn(context, work(), asio::use_awaitable);
}
