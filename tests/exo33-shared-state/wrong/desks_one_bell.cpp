// One bell for all who wait: whoever wakes first gets the desk.
// breaks: "nobody overtakes those who wait, not even at the moment when a desk
//   gets free."
// step: 5
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

struct exo33::Desks::State {
  State(asio::any_io_executor executor, int limit)
      : strand(asio::make_strand(executor)),
        bell(strand, asio::steady_timer::time_point::max()),
        free(limit) {}
  asio::strand<asio::any_io_executor> strand;
  asio::steady_timer bell;
  int free;

  asio::awaitable<void> enter() {
    while (free == 0) {
      asio::error_code rung;
      co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, rung));
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none)
        throw std::system_error(asio::error::operation_aborted);
    }
    --free;
  }

  void leave() {
    ++free;
    bell.cancel();
  }
};
exo33::Desks::Desks(asio::any_io_executor executor, int limit)
    : state_(new State(executor, limit)) {}

asio::awaitable<void> exo33::Desks::serve(Work work) {
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
