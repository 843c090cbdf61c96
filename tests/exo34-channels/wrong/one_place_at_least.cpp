// Makes one place where there should be none.
// breaks: "On the pass `capacity` orders find room"
// step: 2
// lesson: no-back-pressure
#include "channels.hpp"

#include <algorithm>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::serve(Room room, Cook cook, std::size_t capacity) {
  using namespace asio::experimental::awaitable_operators;
  Pass pass(co_await asio::this_coro::executor,
            std::max<std::size_t>(capacity, 1));
  co_await (take_orders(room, pass) && cook_orders(pass, cook));
}
