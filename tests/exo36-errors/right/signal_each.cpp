// Each task has a cancellation signal of its own, and all hear of a failure at
// the same moment; a macro does what ? does in Rust.
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <workbook/asio.hpp>

#include "errors.hpp"

#define TRY(name, ...)                                     \
  const auto name##_or_error = __VA_ARGS__;                \
  if (!name##_or_error) co_return name##_or_error.error(); \
  const auto& name = name##_or_error.value()

namespace exo36 {

namespace {

[[noreturn]] void throw_in_context(const std::exception_ptr& cause, int order) {
  try {
    std::rethrow_exception(cause);
  } catch (...) {
    std::throw_with_nested(OrderError(order));
  }
}

bool stopped(const std::exception_ptr& error) {
  return code_of(error) == asio::error::operation_aborted;
}

}  // namespace

asio::awaitable<std::string> collect(int order, Depot depot,
                                     Apology apologize) {
  std::exception_ptr cause;
  std::string parcel;
  try {
    parcel = co_await depot(order);
  } catch (...) {
    cause = std::current_exception();
  }
  if (cause) {
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw asio::system_error(asio::error::operation_aborted);
    co_await apologize(order);
    throw_in_context(cause, order);
  }
  co_return parcel;
}

asio::awaitable<Result<std::string>> hear(Line& line) {
  auto [error, answer] =
      co_await line.async_receive(asio::as_tuple(asio::use_awaitable));
  if (error) co_return error;
  co_return answer;
}

asio::awaitable<Result<std::string>> plan(Line& registry, Line& depot,
                                          Line& roads) {
  TRY(town, co_await hear(registry));
  TRY(shelf, co_await hear(depot));
  TRY(road, co_await hear(roads));
  co_return town + ", " + shelf + ", " + road;
}

asio::awaitable<std::string> retry(Attempt work, int attempts, Pause pause) {
  int tried = 0;
  while (true) {
    std::exception_ptr failure;
    try {
      co_return co_await work();
    } catch (...) {
      ++tried;
      failure = std::current_exception();
      if (tried == attempts || !temporary(code_of(failure))) throw;
    }
    co_await pause(Milliseconds(100) * (1 << (tried - 1)));
  }
}

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer bell(executor, asio::steady_timer::time_point::max());
  std::vector<asio::cancellation_signal> stops(tasks.size());
  std::vector<Failure> report;
  auto running = tasks.size();
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    auto on_end = [&, i](std::exception_ptr error) {
      --running;
      if (error && !stopped(error)) report.push_back({tasks[i].name, error});
      bell.cancel();
    };
    asio::co_spawn(executor, tasks[i].work(),
                   asio::bind_cancellation_slot(stops[i].slot(), on_end));
  }
  bool cancelled = false;
  while (running > 0) {
    const bool failed =
        on_failure == OnFailure::cancel_others && !report.empty();
    if (failed || cancelled)
      for (auto& stop : stops) stop.emit(asio::cancellation_type::terminal);
    asio::error_code rung;
    co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, rung));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
      cancelled = true;
      co_await asio::this_coro::reset_cancellation_state();
    }
  }
  co_return report;
}

}  // namespace exo36
