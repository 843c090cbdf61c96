// Tells the others at once who has left, in the middle of a line's way to
// everybody.
// breaks: "All members are given all lines in the same order, whatever happens
//   to other members."
// step: 2
// lesson: two-orders
#include <exo42-chat/plain_room.hpp>

namespace exo42 {

namespace {

struct NewsBeforeTheLine : plain::Members {
  void give(std::string line) override {
    const auto before = all;
    for (const auto& member : before) {
      if (!find(*member.outbox) || member.outbox->put(line)) continue;
      std::erase_if(all, [&](const Member& each) {
        return each.outbox == member.outbox;
      });
      give(left(member.name));
    }
  }
};

}  // namespace

std::shared_ptr<plain::Members> plain::make_members() {
  return std::make_shared<NewsBeforeTheLine>();
}

}  // namespace exo42
