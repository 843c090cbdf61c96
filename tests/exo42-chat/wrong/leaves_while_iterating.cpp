// Takes a member out in the loop, and goes on with the one after the next.
// breaks: "All members are given all lines in the same order, whatever happens
//   to other members."
// step: 2
// lesson: leaves-while-iterating
#include <cstddef>
#include <exo42-chat/plain_room.hpp>

namespace exo42 {

namespace {

struct LeavesWhileIterating : plain::Members {
  void give(std::string line) override {
    std::deque<std::string> lines{std::move(line)};
    for (; !lines.empty(); lines.pop_front())
      for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].outbox->put(lines.front())) continue;
        lines.push_back(left(all[i].name));
        all.erase(all.begin() + static_cast<std::ptrdiff_t>(i));
      }
  }
};

}  // namespace

std::shared_ptr<plain::Members> plain::make_members() {
  return std::make_shared<LeavesWhileIterating>();
}

}  // namespace exo42
