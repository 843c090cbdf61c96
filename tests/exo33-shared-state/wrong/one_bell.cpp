// One bell for all who wait: whoever wakes first comes in.
// breaks: "nobody overtakes them, not even at the moment of the release."
// step: 3
// lesson: overtaken
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <system_error>

#include "shared_state.hpp"

struct exo33::Mutex::State {
  explicit State(asio::any_io_executor executor)
      : strand(asio::make_strand(executor)),
        bell(strand, asio::steady_timer::time_point::max()) {}
  asio::strand<asio::any_io_executor> strand;
  asio::steady_timer bell;
  bool inside = false;

  asio::awaitable<void> enter() {
    while (inside) {
      asio::error_code rung;
      co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, rung));
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none)
        throw std::system_error(asio::error::operation_aborted);
    }
    inside = true;
  }

  void leave() {
    inside = false;
    bell.cancel();
  }
};
exo33::Mutex::Mutex(asio::any_io_executor executor)
    : state_(new State(executor)) {}

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
