// Turns off the throwing, and never asks whether it was told to stop.
// breaks: "Cancelled, it begins no further ride"
// step: 4
// lesson: carries-on
#include "select.hpp"

#include <asio/this_coro.hpp>
#include <exception>

asio::awaitable<void> exo32::night_shift(Task ride, Task park) {
  co_await asio::this_coro::throw_if_cancelled(false);
  std::exception_ptr end;
  try {
    for (;;) co_await ride();
  } catch (...) {
    end = std::current_exception();
  }
  co_await park();
  std::rethrow_exception(end);
}
