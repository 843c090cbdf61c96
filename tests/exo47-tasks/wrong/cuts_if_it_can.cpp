// The half cannot be cut off? Then it stays, and is written behind.
// breaks: "When the paper fails, the call throws, and so does every later
//   call."
// step: 2
// lesson: goes-on-after-failure
#include <exo47-tasks/plain_broker.hpp>

namespace exo47 {

namespace {

struct CutsIfItCan : plain::Desk {
  using Desk::Desk;

  void half_written(std::size_t at) override {
    try {
      paper->truncate(at);
    } catch (const workbook::PaperFailure&) {
    }
  }
};

}  // namespace

std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
  return std::make_unique<CutsIfItCan>(opening);
}

}  // namespace exo47
