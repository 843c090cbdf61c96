// What a call comes to is a value, so that nothing is thrown before it is known
// what it means. An empty list is refused where the function is called, and the
// parking stands behind a shield.
#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/experimental/parallel_group.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <utility>
#include <variant>
#include <workbook/asio.hpp>

#include "select.hpp"

namespace exo32 {

using namespace asio::experimental::awaitable_operators;

namespace {

using Outcome = std::variant<Plate, std::exception_ptr>;

asio::awaitable<Outcome> outcome(Call call) {
  try {
    co_return co_await std::move(call);
  } catch (...) {
    co_return std::current_exception();
  }
}

asio::awaitable<void> ring_after(Milliseconds patience) {
  asio::steady_timer timer(co_await asio::this_coro::executor, patience);
  co_await timer.async_wait(asio::use_awaitable);
}

Call noting(Call call, std::string& reason) {
  try {
    co_return co_await std::move(call);
  } catch (const std::exception& error) {
    reason = error.what();
    throw;
  }
}

asio::awaitable<Plate> race(std::vector<Call> calls) {
  std::vector<std::string> reasons(calls.size());
  Call all = noting(std::move(calls[0]), reasons[0]);
  for (std::size_t i = 1; i < calls.size(); ++i)
    all = first_answer(std::move(all), noting(std::move(calls[i]), reasons[i]));
  auto end = co_await outcome(std::move(all));
  if (auto* plate = std::get_if<Plate>(&end)) co_return *plate;
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    std::rethrow_exception(std::get<1>(end));
  throw NoCab(std::move(reasons));
}

}  // namespace

asio::awaitable<Plate> first_answer(Call first, Call second) {
  const auto executor = co_await asio::this_coro::executor;
  auto [order, error0, plate0, error1, plate1] =
      co_await asio::experimental::make_parallel_group(
          asio::co_spawn(executor, std::move(first), asio::deferred),
          asio::co_spawn(executor, std::move(second), asio::deferred))
          .async_wait(asio::experimental::wait_for_one_success(),
                      asio::use_awaitable);
  if (order[0] == 1 && !error1) co_return plate1;
  if (!error0) co_return plate0;
  if (!error1) co_return plate1;
  std::rethrow_exception(error0);
}

asio::awaitable<std::optional<Plate>> with_timeout(Call call,
                                                   Milliseconds patience) {
  auto first = co_await (ring_after(patience) || outcome(std::move(call)));
  if (first.index() == 0) co_return std::nullopt;
  auto& end = std::get<1>(first);
  if (auto* error = std::get_if<std::exception_ptr>(&end))
    std::rethrow_exception(*error);
  co_return std::get<Plate>(std::move(end));
}

asio::awaitable<Plate> first_success(std::vector<Call> calls) {
  if (calls.empty()) throw NoCab({});
  return race(std::move(calls));
}

asio::awaitable<void> night_shift(Task ride, Task park) {
  std::exception_ptr end;
  try {
    for (;;) co_await ride();
  } catch (...) {
    end = std::current_exception();
  }
  co_await asio::this_coro::reset_cancellation_state(
      asio::disable_cancellation());
  co_await park();
  co_await asio::this_coro::reset_cancellation_state();
  std::rethrow_exception(end);
}

}  // namespace exo32
