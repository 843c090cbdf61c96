// Joins the line on the strand, and leaves on the caller's thread.
// breaks: "Any number of threads may call it at the same time."
// step: 5
// lesson: line-off-the-strand
#include <exo33-shared-state/plain_desks.hpp>

namespace exo33 {

namespace {

struct DesksLeftOffTheStrand : plain::Places {
  using Places::Places;

  void give_back() override { leave(); }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<DesksLeftOffTheStrand>(executor, limit);
}

}  // namespace exo33
