// Keeps one context for all calls, and restarts it: a call also waits for the
// work of another one.
// breaks: "It can be called any number of times, on any thread, whatever became
//   of the last call."
// step: 3
// lesson: shared-by-calls
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/use_future.hpp>
#include <utility>

#include "futures.hpp"

template <class T>
T exo30::block_on(asio::awaitable<T> work) {
  static asio::io_context context;
  context.restart();
  auto value = asio::co_spawn(context, std::move(work), asio::use_future);
  context.run();
  return value.get();
}

template int exo30::block_on(asio::awaitable<int> work);
template exo30::Piece exo30::block_on(asio::awaitable<exo30::Piece> work);
