// Reports each name once.
// breaks: "also when names or reasons are alike"
// step: 4
// lesson: error-vanishes
#include "errors.hpp"

#include <algorithm>
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
    const auto same = [&](const Failure& f) { return f.task == task.name; };
    if (std::none_of(report.begin(), report.end(), same))
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
  co_return report;
}
