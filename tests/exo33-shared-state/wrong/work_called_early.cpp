// Calls the work before its turn, and awaits it then.
// breaks: "`work` is called once, when its turn has come"
// step: 3
// lesson: called-once
#include <exo33-shared-state/plain_mutex.hpp>

namespace exo33 {

namespace {

struct WorkCalledEarly : plain::Places {
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
  return std::make_shared<WorkCalledEarly>(executor, limit);
}

}  // namespace exo33
