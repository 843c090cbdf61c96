// Gives the desk back after the work, unless the work throws.
// breaks: "A desk is free again when its work has ended, however it ended."
// step: 5
// lesson: desk-lost
#include <exo33-shared-state/plain_desks.hpp>

namespace exo33 {

namespace {

struct DeskNotGivenBack : plain::Places {
  using Places::Places;

  asio::awaitable<void> in_turn(Work work) override {
    co_await come_in();
    co_await work();
    give_back();
  }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<DeskNotGivenBack>(executor, limit);
}

}  // namespace exo33
