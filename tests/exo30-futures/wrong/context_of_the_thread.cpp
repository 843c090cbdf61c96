// Keeps a context for each thread: a call within another one runs its work.
// breaks: "Another call may be under way meanwhile."
// step: 3
// lesson: shared-by-calls
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/use_future.hpp>
#include <utility>

#include "futures.hpp"

template <class T>
T exo30::block_on(asio::awaitable<T> work) {
  thread_local asio::io_context context;
  context.restart();
  auto value = asio::co_spawn(context, std::move(work), asio::use_future);
  context.run();
  return value.get();
}

template int exo30::block_on(asio::awaitable<int> work);
template exo30::Piece exo30::block_on(asio::awaitable<Piece> work);
