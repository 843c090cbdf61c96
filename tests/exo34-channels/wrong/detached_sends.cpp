// Starts each send, and does not wait for it.
// breaks: "the waiter takes that many more, and one that waits in his hand"
// step: 2
// lesson: no-back-pressure
#include "channels.hpp"

#include <asio/detached.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

asio::awaitable<void> exo34::take_orders(Room room, Pass& pass) {
  auto executor = co_await asio::this_coro::executor;
  while (auto order = co_await room())
    pass.async_send(asio::error_code{}, *order, asio::detached);
  co_await pass.async_send(asio::error::eof, Order(), asio::use_awaitable);
}

asio::awaitable<void> exo34::serve(Room room, Cook cook, std::size_t capacity) {
  using namespace asio::experimental::awaitable_operators;
  Pass pass(co_await asio::this_coro::executor, capacity);
  co_await (take_orders(room, pass) && cook_orders(pass, cook));
}
