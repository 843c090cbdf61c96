// Writes down nothing more once the others have been told to stop.
// breaks: "A task that has been told to stop, and then fails with another
//   error, is in the report as well."
// step: 4
// lesson: error-vanishes
#include <exo36-errors/plain_supervisor.hpp>

namespace exo36 {

namespace {

struct DeafAfterTheFirst : plain::Supervisor {
  using Supervisor::Supervisor;

  void note(std::size_t task, std::exception_ptr error) override {
    if (on_failure == OnFailure::let_others_finish || report.empty())
      Supervisor::note(task, error);
  }
};

}  // namespace

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  return plain::supervise<DeafAfterTheFirst>(std::move(tasks), on_failure);
}

}  // namespace exo36
