// Takes the deaf out of the room, and tells nobody.
// breaks: "the others are given the line that was too much, and left(name)"
// step: 2
// lesson: ghost-in-the-room
#include <exo42-chat/plain_room.hpp>

namespace exo42 {

namespace {

struct LeavesInSilence : plain::Members {
  void give(std::string line) override {
    std::erase_if(
        all, [&](const Member& member) { return !member.outbox->put(line); });
  }
};

}  // namespace

std::shared_ptr<plain::Members> plain::make_members() {
  return std::make_shared<LeavesInSilence>();
}

}  // namespace exo42
