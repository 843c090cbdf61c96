// Releases when the work throws, if it is a std::exception.
// breaks: "be it by an exception of any type"
// step: 3
// lesson: lock-kept
#include <exception>
#include <exo33-shared-state/plain_mutex.hpp>

namespace exo33 {

namespace {

struct ReleasedForStdExceptions : plain::Places {
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
  return std::make_shared<ReleasedForStdExceptions>(executor, limit);
}

}  // namespace exo33
