// Waits for the end of a late call, but only once: an order to stop that comes
// meanwhile ends that wait.
// breaks: "the function ends after all its calls have ended"
// step: 2
// lesson: left-too-early
#include "select.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace {
struct Ringing {
  explicit Ringing(asio::steady_timer timer) : timer(std::move(timer)) {}
  asio::steady_timer timer;
  asio::cancellation_signal stop;
  bool ended = false;
  std::exception_ptr error;
  exo32::Plate plate;
};
}  // namespace

asio::awaitable<std::optional<exo32::Plate>> exo32::with_timeout(
    Call call, Milliseconds patience) {
  const auto executor = co_await asio::this_coro::executor;
  auto ringing =
      std::make_shared<Ringing>(asio::steady_timer(executor, patience));
  asio::co_spawn(executor, std::move(call),
                 asio::bind_cancellation_slot(
                     ringing->stop.slot(),
                     [ringing](std::exception_ptr error, Plate plate) {
                       ringing->ended = true;
                       ringing->error = error;
                       ringing->plate = plate;
                       ringing->timer.cancel();
                     }));
  asio::error_code rung;
  co_await ringing->timer.async_wait(
      asio::redirect_error(asio::use_awaitable, rung));
  const auto state = co_await asio::this_coro::cancellation_state;
  const bool told = state.cancelled() != asio::cancellation_type::none;
  if (!ringing->ended) {
    ringing->stop.emit(asio::cancellation_type::terminal);
    co_await asio::this_coro::reset_cancellation_state();
    ringing->timer.expires_at(asio::steady_timer::time_point::max());
    co_await ringing->timer.async_wait(
        asio::redirect_error(asio::use_awaitable, rung));
    if (told) throw asio::system_error(asio::error::operation_aborted);
    co_return std::nullopt;
  }
  if (ringing->error) std::rethrow_exception(ringing->error);
  co_return ringing->plate;
}
