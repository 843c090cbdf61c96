// Joins the line on the caller's thread, and leaves on the strand.
// breaks: "Any number of threads may call it at the same time."
// step: 5
// lesson: line-off-the-strand
#include <exo33-shared-state/plain_desks.hpp>

namespace exo33 {

namespace {

struct DesksEnteredOffTheStrand : plain::Places {
  using Places::Places;

  asio::awaitable<void> come_in() override { return enter(); }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<DesksEnteredOffTheStrand>(executor, limit);
}

}  // namespace exo33
