// Starts the calls apart, and does not pass on an order to stop.
// breaks: "Cancelled itself, the function cancels its calls, waits until they
//   have stopped, and throws."
// step: 1
// lesson: deaf-to-cancellation
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
#include <optional>
#include <utility>

namespace {
struct Race {
  asio::steady_timer bell;
  asio::cancellation_signal stop[2];
  int running = 2;
  std::optional<exo32::Plate> plate;

  void end(int who, std::exception_ptr error, exo32::Plate answer) {
    if (!error && !plate) {
      plate = answer;
      stop[1 - who].emit(asio::cancellation_type::terminal);
    }
    if (--running == 0) bell.cancel();
  }
};
}  // namespace

asio::awaitable<exo32::Plate> exo32::first_answer(Call first, Call second) {
  const auto executor = co_await asio::this_coro::executor;
  auto race = std::make_shared<Race>(
      asio::steady_timer(executor, asio::steady_timer::time_point::max()));
  asio::co_spawn(
      executor, std::move(first),
      asio::bind_cancellation_slot(
          race->stop[0].slot(), [race](std::exception_ptr error, Plate plate) {
            race->end(0, error, plate);
          }));
  asio::co_spawn(
      executor, std::move(second),
      asio::bind_cancellation_slot(
          race->stop[1].slot(), [race](std::exception_ptr error, Plate plate) {
            race->end(1, error, plate);
          }));
  asio::error_code rung;
  co_await race->bell.async_wait(
      asio::redirect_error(asio::use_awaitable, rung));
  co_return race->plate.value();
}
