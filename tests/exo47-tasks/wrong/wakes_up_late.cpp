// After a restart nothing rings at the end of a lease from before: whoever
// waits then waits until somebody calls.
// breaks: "It waits while there is no task, and returns in the very moment
//   when one is put or comes back."
// step: 2
// lesson: waits-in-vain
#include <exo47-tasks/plain_broker.hpp>

namespace exo47 {

namespace {

struct WakesUpLate : plain::Desk {
  using Desk::Desk;

  void begin() override {}
};

}  // namespace

std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
  return std::make_unique<WakesUpLate>(opening);
}

}  // namespace exo47
