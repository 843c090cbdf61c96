// Who was the last to have the task may finish it, in time or not.
// breaks: "When it has ended, or never was, they return false and change
//   nothing."
// step: 1
// lesson: stale-worker-finishes
#include <exo47-tasks/plain_broker.hpp>

namespace exo47 {

namespace {

struct LateButWelcome : plain::Desk {
  using Desk::Desk;

  bool is_lent(const plain::Task& task) override {
    return task.state != Entry::done && task.takings > 0;
  }
};

}  // namespace

std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
  return std::make_unique<LateButWelcome>(opening);
}

}  // namespace exo47
