// Awaits the waiter, and only then the cook.
// breaks: "Both are at work at the same time"
// step: 2
// lesson: not-at-once
#include "channels.hpp"

#include <asio/this_coro.hpp>

asio::awaitable<void> exo34::serve(Room room, Cook cook, std::size_t capacity) {
  Pass pass(co_await asio::this_coro::executor, capacity);
  co_await take_orders(room, pass);
  co_await cook_orders(pass, cook);
}
