// Remembers every name that was ever taken.
// breaks: "The name is free at once"
// step: 2
// lesson: name-twice
#include <exo42-chat/plain_room.hpp>
#include <set>

namespace exo42 {

namespace {

struct NameKept : plain::Members {
  bool is_taken(const std::string& name) override {
    return !names.insert(name).second;
  }

  std::set<std::string> names;
};

}  // namespace

std::shared_ptr<plain::Members> plain::make_members() {
  return std::make_shared<NameKept>();
}

}  // namespace exo42
