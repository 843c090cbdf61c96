// Parks after a std::exception, and after no other.
// breaks: "When it was cancelled, or a ride has thrown, whatever that threw,
//   it parks the cab"
// step: 4
// lesson: clean-up-skipped
#include "select.hpp"

#include <asio/this_coro.hpp>
#include <exception>

asio::awaitable<void> exo32::night_shift(Task ride, Task park) {
  std::exception_ptr end;
  try {
    for (;;) co_await ride();
  } catch (const std::exception&) {
    end = std::current_exception();
  }
  co_await asio::this_coro::reset_cancellation_state();
  co_await park();
  std::rethrow_exception(end);
}
