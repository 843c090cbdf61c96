// Awaits the parking in a coroutine that is cancelled.
// breaks: "The cancellation that ended the rides does not cut the parking
//   short."
// step: 4
// lesson: clean-up-interrupted
#include "select.hpp"

#include <exception>

asio::awaitable<void> exo32::night_shift(Task ride, Task park) {
  std::exception_ptr end;
  try {
    for (;;) co_await ride();
  } catch (...) {
    end = std::current_exception();
  }
  co_await park();
  std::rethrow_exception(end);
}
