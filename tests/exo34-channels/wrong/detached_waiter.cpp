// Detaches the waiter, and waits for the cook alone.
// breaks: "However it ends, both have ended before"
// step: 2
// lesson: left-running
#include "channels.hpp"

#include <asio/co_spawn.hpp>
#include <asio/this_coro.hpp>
#include <exception>
#include <memory>

asio::awaitable<void> exo34::serve(Room room, Cook cook, std::size_t capacity) {
  auto executor = co_await asio::this_coro::executor;
  auto pass = std::make_shared<Pass>(executor, capacity);
  asio::co_spawn(executor, take_orders(room, *pass),
                 [pass](std::exception_ptr) {});
  co_await cook_orders(*pass, cook);
}
