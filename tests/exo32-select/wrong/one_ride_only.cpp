// Parks after the first ride.
// breaks: "Does one ride after another, for as long as nothing ends it."
// step: 4
// lesson: stops-too-soon
#include "select.hpp"

#include <asio/this_coro.hpp>
#include <exception>

asio::awaitable<void> exo32::night_shift(Task ride, Task park) {
  std::exception_ptr end;
  try {
    co_await ride();
  } catch (...) {
    end = std::current_exception();
  }
  co_await asio::this_coro::reset_cancellation_state();
  co_await park();
  if (end) std::rethrow_exception(end);
}
