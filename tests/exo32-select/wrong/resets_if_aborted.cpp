// Takes only operation_aborted for an order to stop; a ride may throw anything.
// breaks: "The cancellation that ended the rides does not cut the parking
//   short."
// step: 4
// lesson: clean-up-interrupted
#include "select.hpp"

#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <exception>

asio::awaitable<void> exo32::night_shift(Task ride, Task park) {
  std::exception_ptr end;
  bool aborted = false;
  try {
    for (;;) co_await ride();
  } catch (const asio::system_error& error) {
    end = std::current_exception();
    aborted = error.code() == asio::error::operation_aborted;
  } catch (...) {
    end = std::current_exception();
  }
  if (aborted) co_await asio::this_coro::reset_cancellation_state();
  co_await park();
  std::rethrow_exception(end);
}
