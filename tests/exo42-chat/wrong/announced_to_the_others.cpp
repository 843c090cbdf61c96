// Announces a newcomer before he is a member.
// breaks: "then everybody, the newcomer too, is given came(name)"
// step: 2
// lesson: not-everybody
#include <exo42-chat/plain_room.hpp>

namespace exo42 {

namespace {

struct AnnouncedToTheOthers : plain::Members {
  bool join(const std::string& name, Outbox& outbox) override {
    if (is_taken(name)) return false;
    remind(outbox);
    give(came(name));
    all.push_back({name, &outbox});
    return true;
  }
};

}  // namespace

std::shared_ptr<plain::Members> plain::make_members() {
  return std::make_shared<AnnouncedToTheOthers>();
}

}  // namespace exo42
