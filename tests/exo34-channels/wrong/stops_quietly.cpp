// Returns, when told to stop, as if the service had been held.
// breaks: "Cancelled, it stops both, and throws"
// step: 2
// lesson: deaf-to-stop
#include "channels.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>

asio::awaitable<void> exo34::serve(Room room, Cook cook, std::size_t capacity) {
  using namespace asio::experimental::awaitable_operators;
  Pass pass(co_await asio::this_coro::executor, capacity);
  std::exception_ptr failure;
  try {
    co_await (take_orders(room, pass) && cook_orders(pass, cook));
  } catch (...) {
    failure = std::current_exception();
  }
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) co_return;
  if (failure) std::rethrow_exception(failure);
}
