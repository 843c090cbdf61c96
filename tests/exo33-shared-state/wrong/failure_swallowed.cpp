// Keeps what the work throws to itself.
// breaks: "What `work` throws reaches the caller."
// step: 3
// lesson: exception-lost
#include <exo33-shared-state/plain_mutex.hpp>

namespace exo33 {

namespace {

struct FailureSwallowed : plain::Places {
  using Places::Places;

  asio::awaitable<void> at_work(const Work& work) override {
    try {
      co_await work();
    } catch (...) {
    }
  }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<FailureSwallowed>(executor, limit);
}

}  // namespace exo33
