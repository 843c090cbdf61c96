// Hears of no end that comes after it was told to stop and before it woke up.
// breaks: "Cancelled itself, at whatever moment, it tells every task to stop
//   and waits until all have ended."
// step: 4
// lesson: word-lost
#include "errors.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <vector>

asio::awaitable<std::vector<exo36::Failure>> exo36::supervise(
    std::vector<Task> tasks, OnFailure on_failure) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer bell(executor, asio::steady_timer::time_point::max());
  std::vector<asio::cancellation_signal> stops(tasks.size());
  std::vector<Failure> report;
  auto running = tasks.size();
  auto state = co_await asio::this_coro::cancellation_state;
  const auto stop_all = [&] {
    for (auto& stop : stops) stop.emit(asio::cancellation_type::terminal);
  };
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    auto on_end = [&, i](std::exception_ptr error) {
      // So does a channel of Asio before 1.27: once its receiver has been
      // cancelled, it refuses try_send until somebody receives again.
      if (state.cancelled() != asio::cancellation_type::none) return;
      if (--running == 0) bell.cancel();
      if (!error || code_of(error) == asio::error::operation_aborted) return;
      report.push_back({tasks[i].name, error});
      if (on_failure == OnFailure::cancel_others) stop_all();
    };
    asio::co_spawn(executor, tasks[i].work(),
                   asio::bind_cancellation_slot(stops[i].slot(), on_end));
  }
  if (on_failure == OnFailure::cancel_others && !report.empty()) stop_all();
  while (running > 0) {
    asio::error_code woken;
    co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    if (state.cancelled() != asio::cancellation_type::none) {
      co_await asio::this_coro::reset_cancellation_state();
      state = co_await asio::this_coro::cancellation_state;
      stop_all();
    }
  }
  co_return report;
}
