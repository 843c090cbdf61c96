// Tells the others to stop, and does not wait until they have.
// breaks: "Returns when all have ended, however they ended"
// step: 4
// lesson: returns-too-early
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
#include <memory>
#include <utility>
#include <vector>

using namespace asio::experimental::awaitable_operators;

namespace {

// Shared, so that a task that lives on has something to come back to.
struct Shared {
  Shared(asio::any_io_executor executor, std::vector<exo36::Task> tasks)
      : tasks(std::move(tasks)),
        bell(executor, asio::steady_timer::time_point::max()),
        stops(this->tasks.size()),
        running(this->tasks.size()) {}
  std::vector<exo36::Task> tasks;
  asio::steady_timer bell;
  std::vector<asio::cancellation_signal> stops;
  std::vector<exo36::Failure> report;
  std::size_t running;
};

}  // namespace

asio::awaitable<std::vector<exo36::Failure>> exo36::supervise(
    std::vector<Task> tasks, OnFailure on_failure) {
  const auto executor = co_await asio::this_coro::executor;
  auto shared = std::make_shared<Shared>(executor, tasks);
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    auto on_end = [shared, on_failure, i](std::exception_ptr error) {
      if (--shared->running == 0) shared->bell.cancel();
      if (!error || code_of(error) == asio::error::operation_aborted) return;
      shared->report.push_back({shared->tasks[i].name, error});
      if (on_failure == OnFailure::cancel_others) {
        for (auto& stop : shared->stops)
          stop.emit(asio::cancellation_type::terminal);
        shared->running = 0;
        shared->bell.cancel();
      }
    };
    asio::co_spawn(
        executor, tasks[i].work(),
        asio::bind_cancellation_slot(shared->stops[i].slot(), on_end));
  }
  while (shared->running > 0) {
    asio::error_code woken;
    co_await shared->bell.async_wait(
        asio::redirect_error(asio::use_awaitable, woken));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
      co_await asio::this_coro::reset_cancellation_state();
      for (auto& stop : shared->stops)
        stop.emit(asio::cancellation_type::terminal);
    }
  }
  co_return shared->report;
}
