// Keeps arrivals and departures in the history, too.
// breaks: "The newcomer is given the last `history_length` lines that were
//   said, oldest first"
// step: 2
// lesson: history-out-of-step
#include <exo42-chat/plain_room.hpp>

namespace exo42 {

namespace {

struct HistoryOfEverything : plain::Members {
  void remember(const std::string&) override {}
  void give(std::string line) override {
    Members::remember(line);
    Members::give(std::move(line));
  }
};

}  // namespace

std::shared_ptr<plain::Members> plain::make_members() {
  return std::make_shared<HistoryOfEverything>();
}

}  // namespace exo42
