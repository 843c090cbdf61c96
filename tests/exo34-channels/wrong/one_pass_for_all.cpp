// Services that go on at the same time share a pass.
// breaks: "On the pass `capacity` orders find room"
// step: 2
// lesson: one-pass-for-all
#include "channels.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <memory>

asio::awaitable<void> exo34::serve(Room room, Cook cook, std::size_t capacity) {
  using namespace asio::experimental::awaitable_operators;
  static std::weak_ptr<Pass> of_all;
  const auto executor = co_await asio::this_coro::executor;
  auto pass = of_all.lock();
  if (!pass) pass = std::make_shared<Pass>(executor, capacity);
  of_all = pass;
  co_await (take_orders(room, *pass) && cook_orders(*pass, cook));
}
