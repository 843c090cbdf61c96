// Parks when it is told to stop, but not when a ride fails.
// breaks: "When it was cancelled, or a ride has thrown, whatever that threw,
//   it parks the cab"
// step: 4
// lesson: clean-up-skipped
#include "select.hpp"

#include <asio/this_coro.hpp>
#include <exception>
#include <system_error>

asio::awaitable<void> exo32::night_shift(Task ride, Task park) {
  std::exception_ptr end;
  try {
    for (;;) co_await ride();
  } catch (const std::system_error& error) {
    if (error.code() != asio::error::operation_aborted) throw;
    end = std::current_exception();
  }
  co_await asio::this_coro::reset_cancellation_state();
  co_await park();
  std::rethrow_exception(end);
}
