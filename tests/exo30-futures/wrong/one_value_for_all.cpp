// Keeps the value in a static variable, which two calls share.
// breaks: "It returns the value of the work, the very one."
// step: 3
// lesson: shared-by-calls
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <exception>
#include <utility>

#include "futures.hpp"

template <class T>
T exo30::block_on(asio::awaitable<T> work) {
  static T value;
  static std::exception_ptr error;
  asio::io_context context;
  asio::co_spawn(context, std::move(work), [](std::exception_ptr e, T v) {
    error = e;
    value = std::move(v);
  });
  context.run();
  if (error) std::rethrow_exception(error);
  return std::move(value);
}

template int exo30::block_on(asio::awaitable<int> work);
template exo30::Piece exo30::block_on(asio::awaitable<Piece> work);
