// A task that is taken is struck off.
// breaks: "A lease ends `visibility` after it was given or last kept: until
//   then nobody else gets the task, and then the next one does."
// step: 1
// lesson: acknowledged-when-taken
#include <exo47-tasks/plain_broker.hpp>

namespace exo47 {

namespace {

struct GoneWhenTaken : plain::Desk {
  using Desk::Desk;

  void time_is_up(const std::string&, plain::Task& task) override {
    task.state = Entry::done;
  }
};

}  // namespace

std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
  return std::make_unique<GoneWhenTaken>(opening);
}

}  // namespace exo47
