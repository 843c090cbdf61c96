// co_spawn with a function that takes an error code.
// explained: spawn-wants-three
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

asio::awaitable<void> work();
void start(asio::io_context& context) {
  asio::co_spawn(context, work(), [](asio::error_code) {});
}
