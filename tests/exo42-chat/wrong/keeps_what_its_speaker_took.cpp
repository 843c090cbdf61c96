// Keeps a line when all have it, if its speaker is still there.
// breaks: "The newcomer is given the last `history_length` lines that were
//   said, oldest first"
// step: 2
// lesson: history-out-of-step
#include <exo42-chat/plain_room.hpp>

namespace exo42 {

namespace {

struct KeepsWhatItsSpeakerTook : plain::Members {
  void say(const Outbox& outbox, std::string_view text) override {
    const auto* member = find(outbox);
    if (!member) return;
    const auto line = said(member->name, text);
    give(line);
    if (find(outbox)) remember(line);
  }
};

}  // namespace

std::shared_ptr<plain::Members> plain::make_members() {
  return std::make_shared<KeepsWhatItsSpeakerTook>();
}

}  // namespace exo42
