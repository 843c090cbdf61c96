// Reports each name once.
// breaks: "also when names or reasons are alike"
// step: 4
// lesson: error-vanishes
#include <algorithm>
#include <exo36-errors/plain_supervisor.hpp>

namespace exo36 {

namespace {

struct EachNameOnce : plain::Supervisor {
  using Supervisor::Supervisor;

  void note(std::size_t task, std::exception_ptr error) override {
    const auto same = [&](const Failure& failure) {
      return failure.task == tasks[task].name;
    };
    if (std::none_of(report.begin(), report.end(), same))
      Supervisor::note(task, error);
  }
};

}  // namespace

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  return plain::supervise<EachNameOnce>(std::move(tasks), on_failure);
}

}  // namespace exo36
