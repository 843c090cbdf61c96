// Waits for the value before anybody works on it.
// breaks: "It runs `work` to its end, on the calling thread."
// step: 3
// lesson: get-before-run
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/use_future.hpp>
#include <utility>

template <class T>
T exo30::block_on(asio::awaitable<T> work) {
  asio::io_context context;
  auto future = asio::co_spawn(context, std::move(work), asio::use_future);
  T value = future.get();
  context.run();
  return value;
}

template int exo30::block_on(asio::awaitable<int> work);
template exo30::Piece exo30::block_on(asio::awaitable<Piece> work);
