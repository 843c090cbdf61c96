// Tells all to stop when the first task has ended, however it ended.
// breaks: "What is no failure tells nobody."
// step: 4
// lesson: stops-for-nothing
#include <exo36-errors/plain_supervisor.hpp>

namespace exo36 {

namespace {

struct FirstEndEndsAll : plain::Supervisor {
  using Supervisor::Supervisor;

  void has_ended(std::size_t task, std::exception_ptr error) override {
    Supervisor::has_ended(task, error);
    if (on_failure == OnFailure::cancel_others) stop_all();
  }
};

}  // namespace

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  return plain::supervise<FirstEndEndsAll>(std::move(tasks), on_failure);
}

}  // namespace exo36
