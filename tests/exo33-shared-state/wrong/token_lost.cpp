// A channel full of tokens, put back with try_send: Asio 1.22 refuses one when
// the only receiver was cancelled.
// breaks: "At whatever moment somebody is cancelled, no turn is lost."
// step: 3
// lesson: turn-lost
#include <asio/error.hpp>
#include <asio/experimental/concurrent_channel.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <system_error>

#include "shared_state.hpp"

using Tokens =
    asio::experimental::concurrent_channel<void(asio::error_code, int)>;

struct exo33::Mutex::State {
  Tokens tokens;
};
exo33::Mutex::Mutex(asio::any_io_executor executor)
    : state_(new State{Tokens(executor, 1)}) {
  for (int i = 0; i < 1; ++i) state_->tokens.try_send(asio::error_code(), 1);
}

asio::awaitable<void> exo33::Mutex::alone(Work work) {
  asio::error_code error;
  co_await state_->tokens.async_receive(
      asio::redirect_error(asio::use_awaitable, error));
  if (error) throw std::system_error(asio::error::operation_aborted);
  std::exception_ptr failure;
  try {
    co_await work();
  } catch (...) {
    failure = std::current_exception();
  }
  state_->tokens.try_send(asio::error_code(), 1);
  if (failure) std::rethrow_exception(failure);
}
