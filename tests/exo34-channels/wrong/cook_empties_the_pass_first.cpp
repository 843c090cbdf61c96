// Has the cook finish what lies on the pass when the room has failed.
// breaks: "When one of them fails, the other is stopped at once, and does not
//   finish what is left to do"
// step: 2
// lesson: left-running
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>

namespace {
asio::awaitable<void> take(exo34::Room room, exo34::Pass& pass,
                           std::exception_ptr& failure) {
  try {
    co_await exo34::take_orders(room, pass);
    co_return;
  } catch (...) {
    failure = std::current_exception();
  }
  // Told to stop, because a dish has failed, this throws.
  co_await pass.async_send(asio::error::eof, exo34::Order(),
                           asio::use_awaitable);
}
}  // namespace

asio::awaitable<void> exo34::serve(Room room, Cook cook, std::size_t capacity) {
  using namespace asio::experimental::awaitable_operators;
  Pass pass(co_await asio::this_coro::executor, capacity);
  std::exception_ptr failure;
  co_await (take(room, pass, failure) && cook_orders(pass, cook));
  if (failure) std::rethrow_exception(failure);
}
