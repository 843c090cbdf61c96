// Waits for the bell before it looks whether anyone could ring it.
// breaks: "with no task, at once"
// step: 4
// lesson: nobody-to-wait-for
#include <exo36-errors/plain_supervisor.hpp>

namespace exo36 {

namespace {

struct WaitsThenLooks : plain::Supervisor {
  using Supervisor::Supervisor;

  asio::awaitable<void> wait_for_all() override {
    do co_await wait();
    while (running > 0);
  }
};

}  // namespace

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  return plain::supervise<WaitsThenLooks>(std::move(tasks), on_failure);
}

}  // namespace exo36
