// Has a handler that looks at the value only.
// breaks: "What the work throws comes out as it was thrown."
// step: 3
// lesson: exception-lost
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <exception>
#include <utility>

template <class T>
T exo30::block_on(asio::awaitable<T> work) {
  asio::io_context context;
  T result{};
  asio::co_spawn(context, std::move(work), [&](std::exception_ptr, T value) {
    result = std::move(value);
  });
  context.run();
  return result;
}

template int exo30::block_on(asio::awaitable<int> work);
template exo30::Piece exo30::block_on(asio::awaitable<Piece> work);
