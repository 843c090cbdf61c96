// Looks at the future a thousand times a second.
// breaks: "While the work waits, the thread rests"
// step: 3
// lesson: watches-the-future
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/use_future.hpp>
#include <chrono>
#include <future>
#include <thread>

template <class T>
T exo30::block_on(asio::awaitable<T> work) {
  asio::io_context context;
  auto future = asio::co_spawn(context, std::move(work), asio::use_future);
  while (future.wait_for(std::chrono::seconds(0)) !=
         std::future_status::ready) {
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    context.poll();
  }
  return future.get();
}

template int exo30::block_on(asio::awaitable<int> work);
template exo30::Piece exo30::block_on(asio::awaitable<Piece> work);
