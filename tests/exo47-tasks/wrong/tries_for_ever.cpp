// A task that nobody survives is lent to the next one.
// breaks: "A task that was lent `most_takings` times, and is not done when the
//   last lease ends, is set aside: it is lent to nobody any more."
// step: 1
// lesson: poison-for-ever
#include <exo47-tasks/plain_broker.hpp>

namespace exo47 {

namespace {

struct TriesForEver : plain::Desk {
  using Desk::Desk;

  void time_is_up(const std::string& id, plain::Task& task) override {
    task.state = Entry::waiting;
    waiting.push_back(id);
  }
};

}  // namespace

std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
  return std::make_unique<TriesForEver>(opening);
}

}  // namespace exo47
