// The winner writes on a slip of paper that all calls share; the parking is a
// coroutine of its own, with a slot that no order to stop reaches.
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>

#include "select.hpp"

namespace exo32 {

using namespace asio::experimental::awaitable_operators;

namespace {

struct Slip {
  std::optional<Plate> plate;
  std::vector<std::string> refusals;
};

asio::awaitable<void> ring(Call call, Slip& slip, std::size_t line) {
  try {
    Plate plate = co_await std::move(call);
    if (!slip.plate) slip.plate = std::move(plate);
  } catch (const std::exception& error) {
    slip.refusals.at(line) = error.what();
    throw;
  }
}

asio::awaitable<void> ring_from(std::vector<Call>& calls, Slip& slip,
                                std::size_t line) {
  if (line + 1 < calls.size())
    co_await (ring(std::move(calls[line]), slip, line) ||
              ring_from(calls, slip, line + 1));
  else
    co_await ring(std::move(calls.at(line)), slip, line);
}

// Ends well, however the call ends.
asio::awaitable<void> hear(Call call, Slip& slip, std::exception_ptr& error) {
  try {
    slip.plate = co_await std::move(call);
  } catch (...) {
    error = std::current_exception();
  }
}

}  // namespace

asio::awaitable<Plate> first_answer(Call first, Call second) {
  std::vector<Call> calls;
  calls.push_back(std::move(first));
  calls.push_back(std::move(second));
  co_return co_await first_success(std::move(calls));
}

asio::awaitable<std::optional<Plate>> with_timeout(Call call,
                                                   Milliseconds patience) {
  asio::steady_timer timer(co_await asio::this_coro::executor, patience);
  Slip slip;
  std::exception_ptr error;
  const auto first = co_await (hear(std::move(call), slip, error) ||
                               timer.async_wait(asio::use_awaitable));
  if (first.index() == 1) co_return std::nullopt;
  if (error) std::rethrow_exception(error);
  co_return slip.plate;
}

asio::awaitable<Plate> first_success(std::vector<Call> calls) {
  Slip slip;
  slip.refusals.resize(calls.size());
  std::exception_ptr end;
  try {
    if (!calls.empty()) co_await ring_from(calls, slip, 0);
  } catch (...) {
    end = std::current_exception();
  }
  if (slip.plate) co_return *slip.plate;
  const auto state = co_await asio::this_coro::cancellation_state;
  if (end && state.cancelled() != asio::cancellation_type::none)
    std::rethrow_exception(end);
  throw NoCab(slip.refusals);
}

asio::awaitable<void> night_shift(Task ride, Task park) {
  std::exception_ptr end;
  try {
    while (true) co_await ride();
  } catch (...) {
    end = std::current_exception();
  }
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto executor = co_await asio::this_coro::executor;
  co_await asio::co_spawn(executor, park(),
                          asio::bind_cancellation_slot(
                              asio::cancellation_slot(), asio::use_awaitable));
  co_await asio::this_coro::throw_if_cancelled(true);
  std::rethrow_exception(end);
}

}  // namespace exo32
