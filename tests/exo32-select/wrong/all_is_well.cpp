// Parks, and ends as if nothing had happened.
// step: 4
// lesson: end-swallowed
#include "select.hpp"

#define night_shift reference_night_shift
#include <solutions/exo32-select/select.cpp>
#undef night_shift

asio::awaitable<void> exo32::night_shift(Task ride, Task park) {
  try {
    for (;;) co_await ride();
  } catch (...) {
  }
  co_await asio::this_coro::reset_cancellation_state();
  co_await park();
}
