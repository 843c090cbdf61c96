// Whoever has no room for the history does not come in.
// breaks: "then everybody, the newcomer too, is given came(name)"
// step: 2
// lesson: ghost-in-the-room
#include <exo42-chat/plain_room.hpp>

namespace exo42 {

namespace {

struct TooMuchToComeIn : plain::Members {
  bool join(const std::string& name, Outbox& outbox) override {
    if (is_taken(name)) return false;
    for (const auto& line : history)
      if (!outbox.put(line)) return false;
    all.push_back({name, &outbox});
    give(came(name));
    return true;
  }
};

}  // namespace

std::shared_ptr<plain::Members> plain::make_members() {
  return std::make_shared<TooMuchToComeIn>();
}

}  // namespace exo42
