// Keeps the first failure, and forgets the others.
// breaks: "The report has one line for each task that failed"
// step: 4
// lesson: error-vanishes
#include <exo36-errors/plain_supervisor.hpp>

namespace exo36 {

namespace {

struct FirstOnly : plain::Supervisor {
  using Supervisor::Supervisor;

  void note(std::size_t task, std::exception_ptr error) override {
    if (report.empty()) Supervisor::note(task, error);
  }
};

}  // namespace

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  return plain::supervise<FirstOnly>(std::move(tasks), on_failure);
}

}  // namespace exo36
