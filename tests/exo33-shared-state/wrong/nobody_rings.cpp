// Puts the lock down, and wakes nobody.
// breaks: "The next one is let in when the work has ended"
// step: 3
// lesson: not-woken
#include <exo33-shared-state/plain_mutex.hpp>

namespace exo33 {

namespace {

struct NobodyRings : plain::Places {
  using Places::Places;

  void leave() override { ++free; }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<NobodyRings>(executor, limit);
}

}  // namespace exo33
