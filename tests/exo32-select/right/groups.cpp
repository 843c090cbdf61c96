// Parallel groups for every race, read through their order; and a driver who
// asks before each ride whether he has been told to stop.
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/parallel_group.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <workbook/asio.hpp>

#include "select.hpp"

namespace exo32 {

namespace group = asio::experimental;

asio::awaitable<Plate> first_answer(Call first, Call second) {
  const auto executor = co_await asio::this_coro::executor;
  auto [order, error1, plate1, error2, plate2] =
      co_await group::make_parallel_group(
          asio::co_spawn(executor, std::move(first), asio::deferred),
          asio::co_spawn(executor, std::move(second), asio::deferred))
          .async_wait(group::wait_for_one_success(), asio::use_awaitable);
  for (auto who : order) {
    if (who == 0 && !error1) co_return plate1;
    if (who == 1 && !error2) co_return plate2;
  }
  std::rethrow_exception(order[0] == 0 ? error1 : error2);
}

asio::awaitable<std::optional<Plate>> with_timeout(Call call,
                                                   Milliseconds patience) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer timer(executor, patience);
  auto [order, error, plate, timer_error] =
      co_await group::make_parallel_group(
          asio::co_spawn(executor, std::move(call), asio::deferred),
          timer.async_wait(asio::deferred))
          .async_wait(group::wait_for_one(), asio::use_awaitable);
  std::optional<Plate> answer;
  if (order[0] == 1 && timer_error != asio::error::operation_aborted)
    co_return answer;
  if (error) std::rethrow_exception(error);
  answer = std::move(plate);
  co_return answer;
}

namespace {

asio::awaitable<Plate> race_from(std::vector<Call>& calls, std::size_t i,
                                 std::vector<std::string>& reasons) {
  if (i == calls.size()) throw NoCab({});
  const auto executor = co_await asio::this_coro::executor;
  auto [order, error, plate, others_error, others_plate] =
      co_await group::make_parallel_group(
          asio::co_spawn(executor, std::move(calls[i]), asio::deferred),
          asio::co_spawn(executor, race_from(calls, i + 1, reasons),
                         asio::deferred))
          .async_wait(group::wait_for_one_success(), asio::use_awaitable);
  if (!error && (order[0] == 0 || others_error)) co_return plate;
  if (!others_error) co_return others_plate;
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& refusal) {
    reasons[i] = refusal.what();
    throw;
  }
}

}  // namespace

asio::awaitable<Plate> first_success(std::vector<Call> calls) {
  std::vector<std::string> reasons(calls.size());
  std::exception_ptr failure;
  try {
    co_return co_await race_from(calls, 0, reasons);
  } catch (...) {
    failure = std::current_exception();
  }
  if ((co_await asio::this_coro::cancellation_state).cancelled() !=
      asio::cancellation_type::none)
    std::rethrow_exception(failure);
  throw NoCab(reasons);
}

asio::awaitable<void> night_shift(Task ride, Task park) {
  co_await asio::this_coro::throw_if_cancelled(false);
  std::exception_ptr end;
  while (!end) {
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
      end = std::make_exception_ptr(
          asio::system_error(asio::error::operation_aborted));
      break;
    }
    try {
      co_await ride();
    } catch (...) {
      end = std::current_exception();
    }
  }
  co_await park();
  co_await asio::this_coro::throw_if_cancelled(true);
  std::rethrow_exception(end);
}

}  // namespace exo32
