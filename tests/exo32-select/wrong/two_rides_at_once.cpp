// Takes two passengers at the same time.
// breaks: "Does one ride after another, for as long as nothing ends it."
// step: 4
// lesson: rides-overlap
#include "select.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <asio/this_coro.hpp>
#include <exception>

using namespace asio::experimental::awaitable_operators;

asio::awaitable<void> exo32::night_shift(Task ride, Task park) {
  std::exception_ptr end;
  try {
    for (;;) co_await (ride() && ride());
  } catch (...) {
    end = std::current_exception();
  }
  co_await asio::this_coro::reset_cancellation_state();
  co_await park();
  std::rethrow_exception(end);
}
