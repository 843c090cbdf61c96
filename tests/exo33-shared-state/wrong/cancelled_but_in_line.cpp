// Takes a cancellation in the line for its turn.
// breaks: "Cancelled in the line, the caller leaves it at once"
// step: 3
// lesson: left-in-line
#include <asio/co_spawn.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <exception>

#include "shared_state.hpp"

struct exo33::Mutex::State {
  asio::strand<asio::any_io_executor> strand;
  bool taken = false;
  std::deque<std::shared_ptr<asio::steady_timer>> line{};

  asio::awaitable<void> enter() {
    if (!taken) {
      taken = true;
      co_return;
    }
    auto bell = std::make_shared<asio::steady_timer>(
        strand, asio::steady_timer::time_point::max());
    line.push_back(bell);
    asio::error_code rung;
    co_await bell->async_wait(asio::redirect_error(asio::use_awaitable, rung));
  }

  void leave() {
    taken = !line.empty();
    if (!taken) return;
    line.front()->cancel();
    line.pop_front();
  }
};
exo33::Mutex::Mutex(asio::any_io_executor executor)
    : state_(new State{asio::make_strand(executor)}) {}

asio::awaitable<void> exo33::Mutex::alone(Work work) {
  co_await asio::co_spawn(state_->strand, state_->enter(), asio::use_awaitable);
  std::exception_ptr failure;
  try {
    co_await work();
  } catch (...) {
    failure = std::current_exception();
  }
  asio::post(state_->strand, [state = state_] { state->leave(); });
  if (failure) std::rethrow_exception(failure);
}
