// Runs the tasks on a strand of their own.
// breaks: "on the caller's executor"
// step: 4
// lesson: another-thread
#include "errors.hpp"

#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/strand.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
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
  const auto executor = co_await asio::this_coro::executor;
  std::vector<Failure> report;
  try {
    co_await asio::co_spawn(asio::make_strand(executor),
                            watch_all(tasks, on_failure, report),
                            asio::use_awaitable);
  } catch (...) {
  }
  co_return report;
}
