// Joins the line on the caller's thread, and leaves on the strand.
// breaks: "Callers may run on any thread, several at the same time."
// step: 3
// lesson: line-off-the-strand
#include <exo33-shared-state/plain_mutex.hpp>

namespace exo33 {

namespace {

struct EnteredOffTheStrand : plain::Places {
  using Places::Places;

  asio::awaitable<void> come_in() override { return enter(); }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<EnteredOffTheStrand>(executor, limit);
}

}  // namespace exo33
