// Releases when the work throws, if it is a std::exception.
// breaks: "A desk is free again when its work has ended, however it ended."
// step: 5
// lesson: desk-lost
#include <exception>
#include <exo33-shared-state/plain_desks.hpp>

namespace exo33 {

namespace {

struct DesksReleasedForStdExceptions : plain::Places {
  using Places::Places;

  asio::awaitable<void> in_turn(Work work) override {
    co_await come_in();
    try {
      co_await work();
    } catch (const std::exception&) {
      give_back();
      throw;
    }
    give_back();
  }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<DesksReleasedForStdExceptions>(executor, limit);
}

}  // namespace exo33
