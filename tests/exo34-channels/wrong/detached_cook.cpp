// Detaches the cook, and waits for the waiter alone.
// breaks: "it returns when the last dish is ready, not before"
// step: 2
// lesson: ends-too-early
#include "channels.hpp"

#include <asio/co_spawn.hpp>
#include <asio/this_coro.hpp>
#include <exception>
#include <memory>

asio::awaitable<void> exo34::serve(Room room, Cook cook, std::size_t capacity) {
  auto executor = co_await asio::this_coro::executor;
  auto pass = std::make_shared<Pass>(executor, capacity);
  asio::co_spawn(executor, cook_orders(*pass, cook),
                 [pass](std::exception_ptr) {});
  co_await take_orders(room, *pass);
}
