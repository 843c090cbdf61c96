// Whom a line drives out, and whom that news drives out; no further.
// breaks: "A member whose outbox takes no more has left"
// step: 2
// lesson: ghost-in-the-room
#include <exo42-chat/plain_room.hpp>

namespace exo42 {

namespace {

struct ThinksTwoStepsAhead : plain::Members {
  void give(std::string line) override {
    std::vector<std::string> gone;
    std::erase_if(all, [&](const Member& member) {
      if (member.outbox->put(line)) return false;
      gone.push_back(member.name);
      return true;
    });
    std::vector<std::string> gone_of_that;
    for (const auto& name : gone)
      std::erase_if(all, [&](const Member& member) {
        if (member.outbox->put(left(name))) return false;
        gone_of_that.push_back(member.name);
        return true;
      });
    for (const auto& name : gone_of_that)
      for (const auto& member : all) member.outbox->put(left(name));
  }
};

}  // namespace

std::shared_ptr<plain::Members> plain::make_members() {
  return std::make_shared<ThinksTwoStepsAhead>();
}

}  // namespace exo42
