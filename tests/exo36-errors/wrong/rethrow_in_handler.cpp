// Rethrows in the completion handler: the exception leaves through run().
// breaks: "What a task throws leaves neither by supervise nor by run()."
// step: 4
// lesson: ends-the-program
#include <exo36-errors/plain_supervisor.hpp>

namespace exo36 {

namespace {

struct Rethrows : plain::Supervisor {
  using Supervisor::Supervisor;

  void has_ended(std::size_t, std::exception_ptr error) override {
    if (--running == 0) bell.cancel();
    if (error) std::rethrow_exception(error);
  }
};

}  // namespace

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  return plain::supervise<Rethrows>(std::move(tasks), on_failure);
}

}  // namespace exo36
