// The sync has failed? Then once more. And the second one says that all is
// well, of bytes that the kernel has thrown away.
// breaks: "When the paper fails, the call throws, and so does every later
//   call."
// step: 2
// lesson: goes-on-after-failure
#include <exo47-tasks/plain_broker.hpp>

namespace exo47 {

namespace {

struct SyncsAgain : plain::Desk {
  using Desk::Desk;

  void make_safe() override {
    try {
      paper->sync();
    } catch (const workbook::PaperFailure&) {
      paper->sync();
    }
  }
};

}  // namespace

std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
  return std::make_unique<SyncsAgain>(opening);
}

}  // namespace exo47
