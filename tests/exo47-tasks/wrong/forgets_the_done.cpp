// Forgets a task when it is done.
// breaks: "An id that it knows, even that of a task that is done, changes
//   nothing."
// step: 1
// lesson: put-twice
#include <exo47-tasks/plain_broker.hpp>

namespace exo47 {

namespace {

struct ForgetsTheDone : plain::Desk {
  using Desk::Desk;

  bool knows(const std::string& id) override {
    const auto task = tasks.find(id);
    return task != tasks.end() && task->second.state != Entry::done;
  }
};

}  // namespace

std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
  return std::make_unique<ForgetsTheDone>(opening);
}

}  // namespace exo47
