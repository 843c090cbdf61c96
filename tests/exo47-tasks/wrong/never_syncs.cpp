// Leaves it to the system when bytes reach the disk.
// breaks: "When a call returns, no crash can undo it, nor anything that it has
//   relied on."
// step: 2
// lesson: answer-before-journal
#include <exo47-tasks/plain_broker.hpp>

namespace exo47 {

namespace {

struct NeverSyncs : plain::Desk {
  using Desk::Desk;

  void make_safe() override {}
};

}  // namespace

std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
  return std::make_unique<NeverSyncs>(opening);
}

}  // namespace exo47
