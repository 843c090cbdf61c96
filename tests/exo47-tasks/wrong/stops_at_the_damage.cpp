// Takes a damaged record for the end, and drops all that is behind it.
// breaks: "Any other damage is refused: the constructor throws."
// step: 2
// lesson: damage-ignored
#include <exo47-tasks/plain_broker.hpp>

namespace exo47 {

namespace {

struct StopsAtTheDamage : plain::Desk {
  using Desk::Desk;

  void is_damaged(std::size_t) override {}
};

}  // namespace

std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
  return std::make_unique<StopsAtTheDamage>(opening);
}

}  // namespace exo47
