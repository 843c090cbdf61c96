// Calls a copy of each task; the copy dies at the end of its turn.
// breaks: "The function that it calls is there until what that made has ended"
// step: 4
// lesson: functions-gone
#include "errors.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <exception>
#include <span>
#include <utility>
#include <vector>

namespace {

using namespace asio::experimental::awaitable_operators;
using namespace exo36;

asio::awaitable<void> watch(std::string name, asio::awaitable<void> work,
                            OnFailure on_failure,
                            std::vector<Failure>& report) {
  try {
    co_await std::move(work);
  } catch (...) {
    const auto error = std::current_exception();
    if (code_of(error) == asio::error::operation_aborted) co_return;
    report.push_back({name, error});
    if (on_failure == OnFailure::cancel_others) throw;
  }
}

asio::awaitable<void> all_of(std::span<asio::awaitable<void>> works) {
  if (works.empty()) co_return;
  co_await (std::move(works.front()) && all_of(works.subspan(1)));
}

}  // namespace

asio::awaitable<std::vector<exo36::Failure>> exo36::supervise(
    std::vector<Task> tasks, OnFailure on_failure) {
  std::vector<Failure> report;
  std::vector<asio::awaitable<void>> works;
  for (auto task : tasks)
    works.push_back(watch(task.name, task.work(), on_failure, report));
  try {
    co_await all_of(works);
  } catch (...) {
  }
  co_return report;
}
