// Calls the work before its turn, and awaits it then.
// breaks: "The `work` of a client is called once, at the desk"
// step: 5
// lesson: called-once
#include <exo33-shared-state/plain_desks.hpp>

namespace exo33 {

namespace {

struct DesksWorkCalledEarly : plain::Places {
  using Places::Places;

  asio::awaitable<void> in_turn(Work work) override {
    auto called = work();
    co_await come_in();
    const Place place(shared_from_this());
    co_await std::move(called);
  }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<DesksWorkCalledEarly>(executor, limit);
}

}  // namespace exo33
