// The demo of exo46: AUTHOR: the same tool, on another problem.
#include <fmt/format.h>

#include <asio/awaitable.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>

// begin hello
asio::awaitable<void> hello() {
  fmt::print("hello\n");
  co_return;
}
// end hello

int main() {
  asio::io_context context;
  asio::co_spawn(context, hello(), asio::detached);
  context.run();
}
