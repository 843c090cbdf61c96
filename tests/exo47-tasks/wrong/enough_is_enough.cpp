// After a restart, whoever has a task for the last time has it no more.
// breaks: "Whoever held a task at the crash holds it still, for a whole
//   visibility."
// step: 2
// lesson: lease-forgotten
#include <exo47-tasks/plain_broker.hpp>

namespace exo47 {

namespace {

struct EnoughIsEnough : plain::Desk {
  using Desk::Desk;

  void was_lent(const std::string& id, std::uint64_t token,
                const std::string& who) override {
    lend(id, token, who);
    auto& task = tasks.at(id);
    if (task.takings >= terms.most_takings) task.state = Entry::aside;
  }
};

}  // namespace

std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
  return std::make_unique<EnoughIsEnough>(opening);
}

}  // namespace exo47
