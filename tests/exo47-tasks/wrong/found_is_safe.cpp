// Takes what it finds on the paper for safe.
// breaks: "When a call returns, no crash can undo it, nor anything that it has
//   relied on."
// step: 2
// lesson: answer-before-journal
#include <exo47-tasks/plain_broker.hpp>

namespace exo47 {

namespace {

struct FoundIsSafe : plain::Desk {
  using Desk::Desk;

  void found() override {}
};

}  // namespace

std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
  return std::make_unique<FoundIsSafe>(opening);
}

}  // namespace exo47
