// Waits for the bell before it looks whether anyone could ring it.
// breaks: "with no task, at once"
// step: 4
// lesson: nobody-to-wait-for
#include "errors.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <vector>

using namespace asio::experimental::awaitable_operators;

asio::awaitable<std::vector<exo36::Failure>> exo36::supervise(
    std::vector<Task> tasks, OnFailure on_failure) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer bell(executor, asio::steady_timer::time_point::max());
  std::vector<asio::cancellation_signal> stops(tasks.size());
  std::vector<Failure> report;
  auto running = tasks.size();
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    auto on_end = [&, i](std::exception_ptr error) {
      if (--running == 0) bell.cancel();
      if (!error || code_of(error) == asio::error::operation_aborted) return;
      report.push_back({tasks[i].name, error});
      if (on_failure == OnFailure::cancel_others)
        for (auto& stop : stops) stop.emit(asio::cancellation_type::terminal);
    };
    asio::co_spawn(executor, tasks[i].work(),
                   asio::bind_cancellation_slot(stops[i].slot(), on_end));
  }
  do {
    asio::error_code woken;
    co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, woken));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
      co_await asio::this_coro::reset_cancellation_state();
      for (auto& stop : stops) stop.emit(asio::cancellation_type::terminal);
    }
  } while (running > 0);
  co_return report;
}
