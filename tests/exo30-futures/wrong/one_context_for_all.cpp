// Keeps one context for all calls, and does not restart it.
// breaks: "It can be called any number of times, on any thread, whatever became
//   of the last call."
// step: 3
// lesson: shared-by-calls
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/use_future.hpp>
#include <utility>

namespace {
asio::io_context context;
}

template <class T>
T exo30::block_on(asio::awaitable<T> work) {
  auto future = asio::co_spawn(context, std::move(work), asio::use_future);
  context.run();
  return future.get();
}

template int exo30::block_on(asio::awaitable<int> work);
template exo30::Piece exo30::block_on(asio::awaitable<Piece> work);
