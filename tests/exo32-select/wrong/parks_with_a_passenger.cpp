// Begins the parking when the order to stop comes, whatever the ride does.
// breaks: "waits until the one under way has ended"
// step: 4
// lesson: parks-too-soon
#include "select.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <memory>

namespace {
struct Shift {
  explicit Shift(asio::any_io_executor executor)
      : over(executor, asio::steady_timer::time_point::max()) {}
  asio::steady_timer over;
  asio::cancellation_signal stop;
  std::exception_ptr end;
};

asio::awaitable<void> ride_for_ever(exo32::Task ride) {
  for (;;) co_await ride();
}
}  // namespace

asio::awaitable<void> exo32::night_shift(Task ride, Task park) {
  const auto executor = co_await asio::this_coro::executor;
  const auto shift = std::make_shared<Shift>(executor);
  asio::co_spawn(executor, ride_for_ever(ride),
                 asio::bind_cancellation_slot(
                     shift->stop.slot(), [shift](std::exception_ptr error) {
                       shift->end = error;
                       shift->over.cancel();
                     }));
  asio::error_code woken;
  co_await shift->over.async_wait(
      asio::redirect_error(asio::use_awaitable, woken));
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none) {
    shift->stop.emit(asio::cancellation_type::terminal);
    if (!shift->end)
      shift->end = std::make_exception_ptr(
          asio::system_error(asio::error::operation_aborted));
  }
  co_await asio::this_coro::reset_cancellation_state();
  co_await park();
  std::rethrow_exception(shift->end);
}
