// Runs the loop for a millisecond at a time, and looks in between.
// breaks: "While the work waits, the thread rests: it sleeps until there is
//   something to do, and does not look again and again."
// step: 3
// lesson: watches-the-future
#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <asio/use_future.hpp>
#include <chrono>
#include <future>
#include <utility>

#include "futures.hpp"

template <class T>
T exo30::block_on(asio::awaitable<T> work) {
  using namespace std::chrono_literals;
  asio::io_context context;
  auto value = asio::co_spawn(context, std::move(work), asio::use_future);
  while (value.wait_for(0s) != std::future_status::ready) context.run_for(1ms);
  return value.get();
}

template int exo30::block_on(asio::awaitable<int> work);
template exo30::Piece exo30::block_on(asio::awaitable<exo30::Piece> work);
