// Forgets the oldest line only when one more comes.
// breaks: "The newcomer is given the last `history_length` lines that were
//   said, oldest first"
// step: 2
// lesson: history-out-of-step
#include <exo42-chat/plain_room.hpp>

namespace exo42 {

namespace {

struct OneLineTooMany : plain::Members {
  void remember(const std::string& line) override {
    if (history.size() > history_length) history.pop_front();
    history.push_back(line);
  }
};

}  // namespace

std::shared_ptr<plain::Members> plain::make_members() {
  return std::make_shared<OneLineTooMany>();
}

}  // namespace exo42
