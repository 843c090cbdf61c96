// Forgets to give the pass its capacity.
// breaks: "On the pass `capacity` orders find room"
// step: 2
// lesson: pass-without-room
#include "channels.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <asio/this_coro.hpp>

asio::awaitable<void> exo34::serve(Room room, Cook cook, std::size_t capacity) {
  using namespace asio::experimental::awaitable_operators;
  Pass pass(co_await asio::this_coro::executor);
  co_await (take_orders(room, pass) && cook_orders(pass, cook));
}
