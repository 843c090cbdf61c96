// Ends with operation_aborted when it is cancelled, and keeps the report.
// breaks: "Cancelled, it still returns its report."
// step: 4
// lesson: orphans
#include "errors.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <asio/this_coro.hpp>
#include <exception>
#include <span>
#include <vector>

namespace {

using namespace asio::experimental::awaitable_operators;
using namespace exo36;

asio::awaitable<void> watch(const Task& task, OnFailure on_failure,
                            std::vector<Failure>& report) {
  try {
    co_await task.work();
  } catch (...) {
    const auto error = std::current_exception();
    if (code_of(error) == asio::error::operation_aborted) co_return;
    report.push_back({task.name, error});
    if (on_failure == OnFailure::cancel_others) throw;
  }
}

asio::awaitable<void> watch_all(std::span<const Task> tasks,
                                OnFailure on_failure,
                                std::vector<Failure>& report) {
  if (tasks.empty()) co_return;
  co_await (watch(tasks.front(), on_failure, report) &&
            watch_all(tasks.subspan(1), on_failure, report));
}

}  // namespace

asio::awaitable<std::vector<exo36::Failure>> exo36::supervise(
    std::vector<Task> tasks, OnFailure on_failure) {
  std::vector<Failure> report;
  try {
    co_await watch_all(tasks, on_failure, report);
  } catch (...) {
  }
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
  co_return report;
}
