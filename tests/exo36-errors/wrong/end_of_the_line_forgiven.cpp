// Takes the end of a line for no failure, too.
// breaks: "Only operation_aborted (see code_of) is no failure"
// step: 4
// lesson: error-vanishes
#include <exo36-errors/plain_supervisor.hpp>

namespace exo36 {

namespace {

struct ForgivesTheEnd : plain::Supervisor {
  using Supervisor::Supervisor;

  bool is_failure(const std::exception_ptr& error) override {
    return Supervisor::is_failure(error) && code_of(error) != asio::error::eof;
  }
};

}  // namespace

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  return plain::supervise<ForgivesTheEnd>(std::move(tasks), on_failure);
}

}  // namespace exo36
