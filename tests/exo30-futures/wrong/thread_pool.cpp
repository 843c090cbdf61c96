// Has another thread do the work.
// step: 3
// lesson: another-thread
#include "futures.hpp"

#define block_on reference_block_on
#include <solutions/exo30-futures/futures.cpp>
#undef block_on

#include <asio/thread_pool.hpp>

template <class T>
T exo30::block_on(asio::awaitable<T> work) {
  asio::thread_pool pool(1);
  return asio::co_spawn(pool, std::move(work), asio::use_future).get();
}

template int exo30::block_on(asio::awaitable<int> work);
template exo30::Piece exo30::block_on(asio::awaitable<Piece> work);
