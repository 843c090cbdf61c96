// A task that is lent comes back when its holder says so, and never else.
// breaks: "A lease ends `visibility` after it was given or last kept: until
//   then nobody else gets the task, and then the next one does."
// step: 1
// lesson: lease-never-ends
#include <exo47-tasks/plain_broker.hpp>

namespace exo47 {

namespace {

struct LentForEver : plain::Desk {
  using Desk::Desk;

  plain::Clock::time_point end_of_lease() override {
    return plain::Clock::time_point::max();
  }
  std::chrono::milliseconds left(const plain::Task&) override {
    return terms.visibility;
  }
};

}  // namespace

std::unique_ptr<plain::Desk> plain::open_desk(const Opening& opening) {
  return std::make_unique<LentForEver>(opening);
}

}  // namespace exo47
