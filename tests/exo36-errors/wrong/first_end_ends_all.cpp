// Tells all to stop when the first task has ended, however it ended.
// breaks: "What is no failure tells nobody."
// step: 4
// lesson: stops-for-nothing
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
  std::exception_ptr error;
  try {
    co_await task.work();
  } catch (...) {
    error = std::current_exception();
  }
  if (error && code_of(error) != asio::error::operation_aborted)
    report.push_back({task.name, error});
  if (on_failure == OnFailure::cancel_others) throw 0;
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
  co_return report;
}
