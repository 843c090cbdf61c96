// Runs the work for a second, and not longer.
// breaks: "It runs `work` to its end, on the calling thread."
// step: 3
// lesson: get-before-run
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/use_future.hpp>
#include <chrono>
#include <future>

template <class T>
T exo30::block_on(asio::awaitable<T> work) {
  asio::io_context context;
  auto future = asio::co_spawn(context, std::move(work), asio::use_future);
  context.run_for(std::chrono::seconds(1));
  return future.get();
}

template int exo30::block_on(asio::awaitable<int> work);
template exo30::Piece exo30::block_on(asio::awaitable<Piece> work);
