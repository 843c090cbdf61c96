// Never asks whether the outbox has taken the line.
// breaks: "A member whose outbox takes no more has left"
// step: 2
// lesson: ghost-in-the-room
#include <exo42-chat/plain_room.hpp>

namespace exo42 {

namespace {

struct GhostInTheRoom : plain::Members {
  void give(std::string line) override {
    for (const auto& member : all) member.outbox->put(line);
  }
};

}  // namespace

std::shared_ptr<plain::Members> plain::make_members() {
  return std::make_shared<GhostInTheRoom>();
}

}  // namespace exo42
