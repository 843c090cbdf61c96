// After a restart, every task that is not done waits again.
// breaks: "Whoever held a task at the crash holds it still, for a whole
//   visibility."
// step: 2
// lesson: lease-forgotten
#include <exo47-tasks/plain_broker.hpp>

namespace exo47 {

namespace {

struct AllFreeAgain : plain::Desk {
  using Desk::Desk;

  void was_lent(const std::string& id, std::uint64_t token,
                const std::string& who) override {
    lend(id, token, who);
    tasks.at(id).state = Entry::waiting;
    waiting.push_back(id);
  }
  void finish(const std::string& id) override {
    std::erase(waiting, id);
    Desk::finish(id);
  }
};

}  // namespace

std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
  return std::make_unique<AllFreeAgain>(opening);
}

}  // namespace exo47
