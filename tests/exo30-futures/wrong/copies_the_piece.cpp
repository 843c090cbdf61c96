// Makes a piece like the one that came.
// breaks: "It returns the value of the work, the very one."
// step: 3
// lesson: another-value
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/use_future.hpp>
#include <future>
#include <memory>
#include <type_traits>

template <class T>
T exo30::block_on(asio::awaitable<T> work) {
  asio::io_context context;
  auto future = asio::co_spawn(context, std::move(work), asio::use_future);
  context.run();
  auto value = future.get();
  if constexpr (std::is_same_v<T, Piece>)
    return value ? std::make_unique<Antique>(*value) : nullptr;
  else
    return value;
}

template int exo30::block_on(asio::awaitable<int> work);
template exo30::Piece exo30::block_on(asio::awaitable<Piece> work);
