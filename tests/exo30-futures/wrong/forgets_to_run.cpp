// Reads the variable before anybody has written it.
// breaks: "It runs `work` to its end, on the calling thread."
// step: 3
// lesson: read-too-early
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <exception>
#include <utility>

template <class T>
T exo30::block_on(asio::awaitable<T> work) {
  asio::io_context context;
  T result{};
  asio::co_spawn(context, std::move(work),
                 [&](std::exception_ptr error, T value) {
                   if (error) std::rethrow_exception(error);
                   result = std::move(value);
                 });
  context.poll();
  return result;
}

template int exo30::block_on(asio::awaitable<int> work);
template exo30::Piece exo30::block_on(asio::awaitable<Piece> work);
