// Awaits whichever ends first, and so cancels the cook.
// breaks: "it returns when the last dish is ready, not before"
// step: 2
// lesson: ends-too-early
#include "channels.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <asio/this_coro.hpp>

asio::awaitable<void> exo34::serve(Room room, Cook cook, std::size_t capacity) {
  using namespace asio::experimental::awaitable_operators;
  Pass pass(co_await asio::this_coro::executor, capacity);
  co_await (take_orders(room, pass) || cook_orders(pass, cook));
}
