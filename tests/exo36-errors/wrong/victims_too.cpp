// Reports also those that stopped because they were told to.
// breaks: "Only operation_aborted (see code_of) is no failure"
// step: 4
// lesson: victims-reported
#include <exo36-errors/plain_supervisor.hpp>

namespace exo36 {

namespace {

struct VictimsToo : plain::Supervisor {
  using Supervisor::Supervisor;

  bool is_failure(const std::exception_ptr&) override { return true; }
};

}  // namespace

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  return plain::supervise<VictimsToo>(std::move(tasks), on_failure);
}

}  // namespace exo36
