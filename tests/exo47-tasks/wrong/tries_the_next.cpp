// One call has failed; perhaps the next one goes well.
// breaks: "When the paper fails, the call throws, and so does every later
//   call."
// step: 2
// lesson: goes-on-after-failure
#include <exo47-tasks/plain_broker.hpp>

namespace exo47 {

namespace {

struct TriesTheNext : plain::Desk {
  using Desk::Desk;

  void has_failed() override {}
};

}  // namespace

std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
  return std::make_unique<TriesTheNext>(opening);
}

}  // namespace exo47
