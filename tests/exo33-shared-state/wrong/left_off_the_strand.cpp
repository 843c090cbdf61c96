// Joins the line on the strand, and leaves on the caller's thread.
// breaks: "Callers may run on any thread, several at the same time."
// step: 3
// lesson: line-off-the-strand
#include <exo33-shared-state/plain_mutex.hpp>

namespace exo33 {

namespace {

struct LeftOffTheStrand : plain::Places {
  using Places::Places;

  void give_back() override { leave(); }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<LeftOffTheStrand>(executor, limit);
}

}  // namespace exo33
