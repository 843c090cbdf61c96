// Asks again and again whether the lock is free.
// breaks: "Whoever waits sleeps until the turn has come"
// step: 3
// lesson: asks-again
#include <asio/post.hpp>
#include <asio/use_awaitable.hpp>
#include <atomic>

#include "shared_state.hpp"

struct exo33::Mutex::State {
  std::atomic<bool> taken = false;
};
exo33::Mutex::Mutex(asio::any_io_executor)
    : state_(std::make_shared<State>()) {}

asio::awaitable<void> exo33::Mutex::alone(Work work) {
  while (state_->taken.exchange(true)) co_await asio::post(asio::use_awaitable);
  try {
    co_await work();
  } catch (...) {
    state_->taken = false;
    throw;
  }
  state_->taken = false;
}
