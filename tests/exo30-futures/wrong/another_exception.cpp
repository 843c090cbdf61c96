// Throws an exception of its own.
// breaks: "What the work throws comes out as it was thrown."
// step: 3
// lesson: exception-lost
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/use_future.hpp>
#include <stdexcept>
#include <utility>

template <class T>
T exo30::block_on(asio::awaitable<T> work) {
  asio::io_context context;
  auto future = asio::co_spawn(context, std::move(work), asio::use_future);
  context.run();
  try {
    return future.get();
  } catch (const std::exception& error) {
    throw std::runtime_error(error.what());
  }
}

template int exo30::block_on(asio::awaitable<int> work);
template exo30::Piece exo30::block_on(asio::awaitable<Piece> work);
