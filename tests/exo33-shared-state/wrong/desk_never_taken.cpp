// Gives a desk back although it was cancelled in the line.
// breaks: "At whatever moment a client is cancelled, no desk is lost, and none
//   is won."
// step: 5
// lesson: limit-passed
#include <exo33-shared-state/plain_desks.hpp>

namespace exo33 {

namespace {

struct DeskNeverTaken : plain::Places {
  using Places::Places;

  asio::awaitable<void> in_turn(Work work) override {
    const Place place(shared_from_this());
    co_await come_in();
    co_await work();
  }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<DeskNeverTaken>(executor, limit);
}

}  // namespace exo33
