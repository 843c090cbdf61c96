// Puts the place down and rings: a newcomer may take it first.
// breaks: "nobody overtakes those who wait, not even at the moment when a desk
//   gets free."
// step: 5
// lesson: overtaken
#include <exo33-shared-state/plain_desks.hpp>

namespace exo33 {

namespace {

struct DesksSnatched : plain::Places {
  using Places::Places;

  asio::awaitable<void> enter() override {
    for (bool came_before = false; free == 0; came_before = true)
      co_await wait(came_before);
    --free;
  }
  void leave() override {
    ++free;
    if (!line.empty()) let_in_the_first();
  }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<DesksSnatched>(executor, limit);
}

}  // namespace exo33
