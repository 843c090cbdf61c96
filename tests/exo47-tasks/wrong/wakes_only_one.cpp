// A new task wakes one of those who wait; if that one has gone, nobody else.
// breaks: "It waits while there is no task, and returns in the very moment
//   when one is put or comes back."
// step: 1
// lesson: waits-in-vain
#include <exo47-tasks/plain_broker.hpp>

namespace exo47 {

namespace {

struct WakesOnlyOne : plain::Desk {
  using Desk::Desk;

  void one_has_come() override { bell.cancel_one(); }
};

}  // namespace

std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
  return std::make_unique<WakesOnlyOne>(opening);
}

}  // namespace exo47
