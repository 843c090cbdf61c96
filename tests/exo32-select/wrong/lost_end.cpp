// Sends the ends of the calls through a channel, which refuses one when its
// receiver has just been cancelled.
// breaks: "Cancelled itself, the function cancels its calls, waits until they
//   have stopped, and throws."
// step: 1
// lesson: lost-in-the-turn
#include "select.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/redirect_error.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <optional>
#include <utility>

namespace {
struct End {
  exo32::Plate plate;
  std::exception_ptr error;
};
using Ends = asio::experimental::channel<void(asio::error_code, End)>;
}  // namespace

asio::awaitable<exo32::Plate> exo32::first_answer(Call first, Call second) {
  const auto executor = co_await asio::this_coro::executor;
  Ends ends(executor, 2);
  asio::cancellation_signal stop[2];
  const auto tell = [&ends](std::exception_ptr error, Plate plate) {
    ends.try_send(asio::error_code(), End{std::move(plate), error});
  };
  asio::co_spawn(executor, std::move(first),
                 asio::bind_cancellation_slot(stop[0].slot(), tell));
  asio::co_spawn(executor, std::move(second),
                 asio::bind_cancellation_slot(stop[1].slot(), tell));
  std::optional<Plate> winner;
  std::exception_ptr failure;
  bool cancelled = false;
  co_await asio::this_coro::throw_if_cancelled(false);
  for (int missing = 2; missing > 0;) {
    asio::error_code stopped;
    End end = co_await ends.async_receive(
        asio::redirect_error(asio::use_awaitable, stopped));
    if (stopped) {
      co_await asio::this_coro::reset_cancellation_state();
      cancelled = true;
    } else {
      --missing;
      if (end.error) failure = end.error;
      if (!end.error && !winner) winner = end.plate;
    }
    if (cancelled || winner)
      for (auto& signal : stop) signal.emit(asio::cancellation_type::terminal);
  }
  co_await asio::this_coro::throw_if_cancelled(true);
  if (cancelled) throw asio::system_error(asio::error::operation_aborted);
  if (!winner) std::rethrow_exception(failure);
  co_return *winner;
}
