// Detaches the waiter, and waits for the cook alone.
// step: 2
// lesson: left-running
#include "channels.hpp"

#define serve reference_serve
#include <solutions/exo34-channels/channels.cpp>
#undef serve

#include <asio/co_spawn.hpp>

asio::awaitable<void> exo34::serve(Room room, Cook cook, std::size_t capacity) {
  auto executor = co_await asio::this_coro::executor;
  auto pass = std::make_shared<Pass>(executor, capacity);
  asio::co_spawn(executor, take_orders(room, *pass),
                 [pass](std::exception_ptr) {});
  co_await cook_orders(*pass, cook);
}
