// Catches the order to stop, and takes the next ride.
// breaks: "Cancelled, it begins no further ride"
// step: 4
// lesson: carries-on
#include "select.hpp"

#include <system_error>

asio::awaitable<void> exo32::night_shift(Task ride, Task park) {
  for (;;) {
    try {
      co_await ride();
    } catch (const std::system_error&) {
      continue;
    } catch (...) {
      break;
    }
  }
  co_await park();
}
