// Draws a ticket, and looks each millisecond whether its turn has come.
// breaks: "Whoever waits sleeps until the turn has come"
// step: 3
// lesson: asks-again
#include <asio/co_spawn.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <exception>

#include "shared_state.hpp"

struct exo33::Mutex::State {
  explicit State(asio::any_io_executor executor)
      : strand(asio::make_strand(executor)) {}
  asio::strand<asio::any_io_executor> strand;
  int drawn = 0;
  int served = 0;

  asio::awaitable<void> enter() {
    const int ticket = drawn++;
    asio::steady_timer moment(strand);
    while (served != ticket) {
      moment.expires_after(std::chrono::milliseconds(1));
      co_await moment.async_wait(asio::use_awaitable);
    }
  }
};
exo33::Mutex::Mutex(asio::any_io_executor executor)
    : state_(new State(executor)) {}

asio::awaitable<void> exo33::Mutex::alone(Work work) {
  const auto state = state_;
  co_await asio::co_spawn(state->strand, state->enter(), asio::use_awaitable);
  std::exception_ptr failure;
  try {
    co_await work();
  } catch (...) {
    failure = std::current_exception();
  }
  asio::post(state->strand, [state] { ++state->served; });
  if (failure) std::rethrow_exception(failure);
}
