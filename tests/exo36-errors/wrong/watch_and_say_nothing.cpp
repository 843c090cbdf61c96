// Lets no task take the others down, and tells nobody what it threw.
// breaks: "The report has one line for each task that failed"
// step: 4
// lesson: error-vanishes
#include "errors.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <span>
#include <vector>

namespace {

using exo36::OnFailure;
using exo36::Task;

asio::awaitable<void> quietly(const Task& task) {
  try {
    co_await task.work();
  } catch (...) {
  }
}

asio::awaitable<void> all_quietly(std::span<const Task> tasks) {
  using namespace asio::experimental::awaitable_operators;
  if (tasks.empty()) co_return;
  co_await (quietly(tasks.front()) && all_quietly(tasks.subspan(1)));
}

}  // namespace

asio::awaitable<std::vector<exo36::Failure>> exo36::supervise(
    std::vector<Task> tasks, OnFailure on_failure) {
  co_await all_quietly(tasks);
  co_return std::vector<Failure>();
}
