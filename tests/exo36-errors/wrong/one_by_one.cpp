// Awaits each task before it starts the next.
// breaks: "Runs all tasks at the same time"
// step: 4
// lesson: one-after-another
#include "errors.hpp"

#include <exception>
#include <vector>

asio::awaitable<std::vector<exo36::Failure>> exo36::supervise(
    std::vector<Task> tasks, OnFailure on_failure) {
  std::vector<Failure> report;
  for (const auto& task : tasks) {
    try {
      co_await task.work();
    } catch (...) {
      report.push_back({task.name, std::current_exception()});
      if (on_failure == OnFailure::cancel_others) break;
    }
  }
  co_return report;
}
