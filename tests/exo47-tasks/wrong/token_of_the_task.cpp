// Counts the leases of each task, and takes that for a token.
// breaks: "Each token is larger than all before it."
// step: 1
// lesson: token-again
#include <exo47-tasks/plain_broker.hpp>

namespace exo47 {

namespace {

struct TokenOfTheTask : plain::Desk {
  using Desk::Desk;

  std::uint64_t next_token(const plain::Task& task) override {
    return static_cast<std::uint64_t>(task.takings) + 1;
  }
};

}  // namespace

std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
  return std::make_unique<TokenOfTheTask>(opening);
}

}  // namespace exo47
