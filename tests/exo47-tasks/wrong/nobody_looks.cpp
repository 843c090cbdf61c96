// A lease that ends is seen by whoever comes next, and wakes nobody.
// breaks: "It waits while there is no task, and returns in the very moment
//   when one is put or comes back."
// step: 1
// lesson: waits-in-vain
#include <exo47-tasks/plain_broker.hpp>

namespace exo47 {

namespace {

struct NobodyLooks : plain::Desk {
  using Desk::Desk;

  void ring() override { bell.expires_at(plain::Clock::time_point::max()); }
};

}  // namespace

std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
  return std::make_unique<NobodyLooks>(opening);
}

}  // namespace exo47
