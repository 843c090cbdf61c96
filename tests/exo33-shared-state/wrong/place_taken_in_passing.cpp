// Tries the free place before it goes to the strand, and joins the line there:
// who comes in between is first.
// breaks: "nobody overtakes them, not even at the moment of the release"
// step: 3
// lesson: overtaken
#include <atomic>
#include <exo33-shared-state/plain_mutex.hpp>

namespace exo33 {

namespace {

struct PlaceTakenInPassing : plain::Places {
  using Places::Places;

  asio::awaitable<void> come_in() override {
    if (inside.exchange(true)) co_await Places::come_in();
  }
  asio::awaitable<void> enter() override {
    if (inside.exchange(true)) co_await wait();
  }
  void leave() override {
    if (line.empty())
      inside = false;
    else
      let_in_the_first();
  }

  std::atomic<bool> inside = false;
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<PlaceTakenInPassing>(executor, limit);
}

}  // namespace exo33
