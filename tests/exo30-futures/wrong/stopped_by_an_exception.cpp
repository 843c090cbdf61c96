// An exception leaves through run(), and the one context stays stopped.
// breaks: "It can be called any number of times, on any thread, whatever became
//   of the last call."
// step: 3
// lesson: shared-by-calls
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <exception>
#include <optional>

namespace {
asio::io_context context;
bool broken = false;
}  // namespace

template <class T>
T exo30::block_on(asio::awaitable<T> work) {
  T result{};
  asio::co_spawn(context, std::move(work),
                 [&](std::exception_ptr error, T value) {
                   if (error) {
                     broken = true;
                     std::rethrow_exception(error);
                   }
                   result = std::move(value);
                 });
  if (broken) return result;
  context.restart();
  context.run();
  return result;
}

template int exo30::block_on(asio::awaitable<int> work);
template exo30::Piece exo30::block_on(asio::awaitable<Piece> work);
