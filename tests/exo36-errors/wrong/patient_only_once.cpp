// Told to stop a second time, it leaves.
// breaks: "Cancelled itself, at whatever moment, it tells every task to stop
//   and waits until all have ended."
// step: 4
// lesson: orphans
#include "errors.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

namespace {
// Shared, so that tasks which are left behind have it still.
struct Round {
  Round(asio::any_io_executor executor, std::vector<exo36::Task> list)
      : bell(executor, asio::steady_timer::time_point::max()),
        tasks(std::move(list)),
        running(tasks.size()) {}
  void stop_all() {
    stopping = true;
    for (auto& stop : stops) stop.emit(asio::cancellation_type::terminal);
  }
  asio::steady_timer bell;
  std::vector<exo36::Task> tasks;
  std::deque<asio::cancellation_signal> stops;
  std::vector<exo36::Failure> report;
  std::size_t running;
  bool stopping = false;
};
}  // namespace

asio::awaitable<std::vector<exo36::Failure>> exo36::supervise(
    std::vector<Task> tasks, OnFailure on_failure) {
  const auto executor = co_await asio::this_coro::executor;
  const auto round = std::make_shared<Round>(executor, std::move(tasks));
  for (const auto& task : round->tasks) {
    auto on_end = [round, &task, on_failure](std::exception_ptr error) {
      if (--round->running == 0) round->bell.cancel();
      if (!error || code_of(error) == asio::error::operation_aborted) return;
      round->report.push_back({task.name, error});
      const bool stop = on_failure == OnFailure::cancel_others;
      if (stop && !round->stopping) round->stop_all();
    };
    asio::co_spawn(executor, task.work(),
                   asio::bind_cancellation_slot(
                       round->stops.emplace_back().slot(), on_end));
  }
  for (int orders = 0; round->running > 0 && orders < 2;) {
    asio::error_code woken;
    co_await round->bell.async_wait(
        asio::redirect_error(asio::use_awaitable, woken));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() == asio::cancellation_type::none) continue;
    co_await asio::this_coro::reset_cancellation_state();
    ++orders;
    if (!round->stopping) round->stop_all();
  }
  co_return round->report;
}
