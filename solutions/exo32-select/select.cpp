#include "select.hpp"

#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/experimental/parallel_group.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <span>
#include <variant>
#include <workbook/asio.hpp>

namespace exo32 {

using namespace asio::experimental::awaitable_operators;

asio::awaitable<Plate> first_answer(Call first, Call second) {
  // || cancels the loser and waits until it has stopped. That wait is what
  // makes it safe to lend a loser something of ours, by reference.
  std::variant<Plate, Plate> winner =
      co_await (std::move(first) || std::move(second));
  if (winner.index() == 0) co_return std::get<0>(std::move(winner));
  co_return std::get<1>(std::move(winner));
}

asio::awaitable<std::optional<Plate>> with_timeout(Call call,
                                                   Milliseconds patience) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, patience);
  // Not ||, which waits for the first success: a call that fails would only be
  // heard of when the time is up. wait_for_one() waits for the first end,
  // whatever it is. From Asio 1.31 on, co_spawn(executor, std::move(call),
  // cancel_after(patience)) cancels the call in time, but then "too late" and
  // "told to stop by somebody else" are one error code.
  auto [order, timer_error, error, plate] =
      co_await asio::experimental::make_parallel_group(
          timer.async_wait(asio::deferred),
          asio::co_spawn(executor, std::move(call), asio::deferred))
          .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
  // Who ended first decides, not how the call ended: operation_aborted may
  // come from anywhere. A timer that was itself cancelled proves nothing.
  if (order[0] == 0 && !timer_error) co_return std::nullopt;
  if (error) std::rethrow_exception(error);
  co_return std::move(plate);
}

namespace {

// The call itself, which leaves a note of why it failed.
Call noting_why(Call call, std::string& reason) {
  try {
    co_return co_await std::move(call);
  } catch (const std::exception& error) {
    reason = error.what();
    throw;
  }
}

// Halves race halves. A loser that is slow to stop keeps its own half from
// reporting; where that matters, a range make_parallel_group (Asio 1.25 and
// later, and not for an empty range) races them all in one group.
Call race(std::span<Call> calls, std::span<std::string> reasons) {
  if (calls.size() == 1)
    co_return co_await noting_why(std::move(calls[0]), reasons[0]);
  const auto half = calls.size() / 2;
  co_return co_await first_answer(
      race(calls.first(half), reasons.first(half)),
      race(calls.subspan(half), reasons.subspan(half)));
}

}  // namespace

asio::awaitable<Plate> first_success(std::vector<Call> calls) {
  std::vector<std::string> reasons(calls.size());
  if (!calls.empty()) {
    try {
      co_return co_await race(calls, reasons);
    } catch (const std::exception&) {
      // The reasons say more than multiple_exceptions does. And one cannot
      // co_await in here, to ask whether we have been cancelled.
    }
  }
  // Cancelled, every call failed, but nobody refused: a caller that tries again
  // after NoCab must not try again now.
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
  throw NoCab(std::move(reasons));
}

asio::awaitable<void> night_shift(Task ride, Task park) {
  std::exception_ptr end;
  try {
    for (;;) co_await ride();
  } catch (...) {
    end = std::current_exception();
  }
  // Cancellation sticks: until it is reset, every co_await of this coroutine,
  // and of those that await it, throws. From here on a second order to stop
  // would be heard again; reset_cancellation_state(disable_cancellation())
  // shields the parking from that too, and then has to be undone after it.
  co_await asio::this_coro::reset_cancellation_state();
  co_await park();
  // After the reset, this exception is the only trace of the cancellation: a
  // caller that did not see it would carry on.
  std::rethrow_exception(end);
}

}  // namespace exo32
