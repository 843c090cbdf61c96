// A call that failed becomes a value, so that || can see it win. Many calls
// are folded from left to right.
#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <variant>
#include <workbook/asio.hpp>

#include "select.hpp"

namespace exo32 {

using namespace asio::experimental::awaitable_operators;

asio::awaitable<Plate> first_answer(Call first, Call second) {
  auto winner = co_await (std::move(first) || std::move(second));
  co_return std::visit([](Plate& plate) { return std::move(plate); }, winner);
}

namespace {

struct Ending {
  Plate plate;
  std::exception_ptr error;
};

asio::awaitable<Ending> ending(Call call) {
  Ending ending;
  try {
    ending.plate = co_await std::move(call);
  } catch (...) {
    ending.error = std::current_exception();
  }
  co_return ending;
}

asio::awaitable<Plate> told(Call call, std::string& reason) {
  Ending end = co_await ending(std::move(call));
  if (!end.error) co_return std::move(end.plate);
  try {
    std::rethrow_exception(end.error);
  } catch (const std::exception& error) {
    reason = error.what();
    throw;
  }
}

asio::awaitable<void> ride_for_ever(Task ride) {
  for (;;) co_await ride();
}

}  // namespace

asio::awaitable<std::optional<Plate>> with_timeout(Call call,
                                                   Milliseconds patience) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  timer.expires_after(patience);
  auto first = co_await (ending(std::move(call)) ||
                         timer.async_wait(asio::use_awaitable));
  if (first.index() == 1) co_return std::nullopt;
  Ending& end = std::get<0>(first);
  if (end.error) std::rethrow_exception(end.error);
  co_return std::move(end.plate);
}

asio::awaitable<Plate> first_success(std::vector<Call> calls) {
  std::vector<std::string> reasons(calls.size());
  if (calls.empty()) throw NoCab(reasons);
  Call race = told(std::move(calls[0]), reasons[0]);
  for (std::size_t i = 1; i < calls.size(); ++i)
    race = first_answer(std::move(race), told(std::move(calls[i]), reasons[i]));
  Ending end = co_await ending(std::move(race));
  if (!end.error) co_return std::move(end.plate);
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    std::rethrow_exception(end.error);
  throw NoCab(reasons);
}

asio::awaitable<void> night_shift(Task ride, Task park) {
  const auto executor = co_await asio::this_coro::executor;
  auto [end] = co_await asio::co_spawn(executor, ride_for_ever(ride),
                                       asio::as_tuple(asio::use_awaitable));
  co_await asio::this_coro::reset_cancellation_state();
  co_await park();
  std::rethrow_exception(end);
}

}  // namespace exo32
