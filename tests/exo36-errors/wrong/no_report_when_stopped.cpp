// Ends with operation_aborted when it is cancelled, and keeps the report.
// breaks: "Cancelled, it still returns its report."
// step: 4
// lesson: orphans
#include <exo36-errors/plain_supervisor.hpp>

namespace exo36 {

namespace {

struct NoReportWhenStopped : plain::Supervisor {
  using Supervisor::Supervisor;

  void is_cancelled() override {
    Supervisor::is_cancelled();
    cancelled = true;
  }
  asio::awaitable<void> wait_for_all() override {
    co_await Supervisor::wait_for_all();
    if (cancelled) throw asio::system_error(asio::error::operation_aborted);
  }

  bool cancelled = false;
};

}  // namespace

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  return plain::supervise<NoReportWhenStopped>(std::move(tasks), on_failure);
}

}  // namespace exo36
