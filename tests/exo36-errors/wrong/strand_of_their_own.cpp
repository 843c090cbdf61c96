// Runs the tasks on a strand of their own.
// breaks: "on the caller's executor"
// step: 4
// lesson: another-thread
#include <asio/strand.hpp>
#include <exo36-errors/plain_supervisor.hpp>

namespace exo36 {

namespace {

struct OnAStrand : plain::Supervisor {
  using Supervisor::Supervisor;

  asio::awaitable<void> work_of(const Task& task) override {
    co_await asio::co_spawn(strand, task.work(), asio::use_awaitable);
  }

  asio::strand<asio::any_io_executor> strand{bell.get_executor()};
};

}  // namespace

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  return plain::supervise<OnAStrand>(std::move(tasks), on_failure);
}

}  // namespace exo36
