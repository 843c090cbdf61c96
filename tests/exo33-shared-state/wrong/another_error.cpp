// Leaves the line with an error of its own.
// breaks: "asio::error::operation_aborted, and no work."
// step: 3
// lesson: left-in-line
#include <exo33-shared-state/plain_mutex.hpp>
#include <stdexcept>
#include <system_error>

namespace exo33 {

namespace {

struct AnotherError : plain::Places {
  using Places::Places;

  asio::awaitable<void> come_in() override {
    try {
      co_await Places::come_in();
    } catch (const std::system_error&) {
      throw std::runtime_error("left the line");
    }
  }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<AnotherError>(executor, limit);
}

}  // namespace exo33
