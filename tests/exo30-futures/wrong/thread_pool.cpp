// Has another thread do the work.
// breaks: "It runs `work` to its end, on the calling thread."
// step: 3
// lesson: another-thread
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_future.hpp>
#include <utility>

template <class T>
T exo30::block_on(asio::awaitable<T> work) {
  asio::thread_pool pool(1);
  return asio::co_spawn(pool, std::move(work), asio::use_future).get();
}

template int exo30::block_on(asio::awaitable<int> work);
template exo30::Piece exo30::block_on(asio::awaitable<Piece> work);
