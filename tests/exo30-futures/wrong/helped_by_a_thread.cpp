// Runs the context on this thread, and on another one.
// breaks: "It runs `work` to its end, on the calling thread."
// step: 3
// lesson: another-thread
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/use_future.hpp>
#include <thread>
#include <utility>

#include "futures.hpp"

template <class T>
T exo30::block_on(asio::awaitable<T> work) {
  asio::io_context context;
  auto value = asio::co_spawn(context, std::move(work), asio::use_future);
  std::thread helper([&] { context.run(); });
  context.run();
  helper.join();
  return value.get();
}

template int exo30::block_on(asio::awaitable<int> work);
template exo30::Piece exo30::block_on(asio::awaitable<Piece> work);
