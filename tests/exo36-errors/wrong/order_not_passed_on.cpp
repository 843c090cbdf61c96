// Waits on when it is cancelled, and tells no task.
// breaks: "Cancelled itself, at whatever moment, it tells every task to stop"
// step: 4
// lesson: orphans
#include <exo36-errors/plain_supervisor.hpp>

namespace exo36 {

namespace {

struct KeepsItToItself : plain::Supervisor {
  using Supervisor::Supervisor;

  void is_cancelled() override {}
};

}  // namespace

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  return plain::supervise<KeepsItToItself>(std::move(tasks), on_failure);
}

}  // namespace exo36
