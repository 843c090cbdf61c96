// Starts the tasks, detached, and has nothing more to do.
// breaks: "Returns when all have ended"
// step: 4
// lesson: returns-too-early
#include "errors.hpp"

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/this_coro.hpp>
#include <vector>

asio::awaitable<std::vector<exo36::Failure>> exo36::supervise(
    std::vector<Task> tasks, OnFailure on_failure) {
  const auto executor = co_await asio::this_coro::executor;
  for (const auto& task : tasks)
    asio::co_spawn(executor, task.work(), asio::detached);
  co_return std::vector<Failure>();
}
