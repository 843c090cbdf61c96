// Starts the parking, and goes home.
// breaks: "it calls `park` once, and awaits it to the end"
// step: 4
// lesson: clean-up-left-behind
#include "select.hpp"

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/this_coro.hpp>

asio::awaitable<void> exo32::night_shift(Task ride, Task park) {
  const auto executor = co_await asio::this_coro::executor;
  try {
    for (;;) co_await ride();
  } catch (...) {
    asio::co_spawn(executor, park(), asio::detached);
    throw;
  }
}
