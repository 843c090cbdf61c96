// Notes the failures by task: the order in which they came is gone.
// breaks: "in the order in which they failed"
// step: 4
// lesson: which-and-what
#include <exo36-errors/plain_supervisor.hpp>
#include <map>

namespace exo36 {

namespace {

struct InTheOrderOfTasks : plain::Supervisor {
  using Supervisor::Supervisor;

  void note(std::size_t task, std::exception_ptr error) override {
    errors[task] = error;
    report.clear();
    for (const auto& [number, what] : errors)
      report.push_back({tasks[number].name, what});
  }

  std::map<std::size_t, std::exception_ptr> errors;
};

}  // namespace

asio::awaitable<std::vector<Failure>> supervise(std::vector<Task> tasks,
                                                OnFailure on_failure) {
  return plain::supervise<InTheOrderOfTasks>(std::move(tasks), on_failure);
}

}  // namespace exo36
