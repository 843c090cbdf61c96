// Puts the place down and rings: a newcomer may take it first.
// breaks: "nobody overtakes them, not even at the moment of the release."
// step: 3
// lesson: overtaken
#include <exo33-shared-state/plain_mutex.hpp>

namespace exo33 {

namespace {

struct Snatched : plain::Places {
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
  return std::make_shared<Snatched>(executor, limit);
}

}  // namespace exo33
