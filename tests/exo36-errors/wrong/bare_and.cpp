// Leaves the catching to &&, which cancels the other side.
// breaks: "With let_others_finish, a failure tells nobody to stop."
// step: 4
// lesson: takes-others-down
#include "errors.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <exception>
#include <span>
#include <vector>

namespace {

asio::awaitable<void> all(std::span<const exo36::Task> tasks) {
  using namespace asio::experimental::awaitable_operators;
  if (tasks.empty()) co_return;
  co_await (tasks.front().work() && all(tasks.subspan(1)));
}

}  // namespace

asio::awaitable<std::vector<exo36::Failure>> exo36::supervise(
    std::vector<Task> tasks, OnFailure on_failure) {
  std::vector<Failure> report;
  try {
    co_await all(tasks);
  } catch (...) {
    report.push_back({"a task", std::current_exception()});
  }
  co_return report;
}
