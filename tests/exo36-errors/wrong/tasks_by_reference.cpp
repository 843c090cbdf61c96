// Hands a reference to its parameter to a coroutine that outlives it.
// breaks: "`tasks` are its own copies."
// step: 4
// lesson: functions-gone
#include "errors.hpp"

#include <asio/experimental/awaitable_operators.hpp>
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

namespace {

asio::awaitable<std::vector<Failure>> report_of(const std::vector<Task>& tasks,
                                                OnFailure on_failure) {
  std::vector<Failure> report;
  try {
    co_await watch_all(tasks, on_failure, report);
  } catch (...) {
  }
  co_return report;
}

}  // namespace

asio::awaitable<std::vector<exo36::Failure>> exo36::supervise(
    std::vector<Task> tasks, OnFailure on_failure) {
  return report_of(tasks, on_failure);
}
