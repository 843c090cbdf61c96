// co_spawn with a function that does not take the value.
// explained: spawn-wants-three
#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <exception>

asio::awaitable<int> work();
void start(asio::io_context& context) {
  asio::co_spawn(context, work(), [](std::exception_ptr) {});
}
