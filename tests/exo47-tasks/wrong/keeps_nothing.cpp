// Hears that the holder is at work, and leaves the lease as it is.
// breaks: "A lease ends `visibility` after it was given or last kept: until
//   then nobody else gets the task, and then the next one does."
// step: 1
// lesson: lent-twice
#include <exo47-tasks/plain_broker.hpp>

namespace exo47 {

namespace {

struct KeepsNothing : plain::Desk {
  using Desk::Desk;

  void keep(plain::Task&) override {}
};

}  // namespace

std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
  return std::make_unique<KeepsNothing>(opening);
}

}  // namespace exo47
