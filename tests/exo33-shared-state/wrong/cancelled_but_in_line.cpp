// Takes a cancellation in the line for its turn.
// breaks: "Cancelled in the line, the caller leaves it at once"
// step: 3
// lesson: left-in-line
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <exo33-shared-state/plain_mutex.hpp>

namespace exo33 {

namespace {

struct CancelledButInLine : plain::Places {
  using Places::Places;

  asio::awaitable<void> enter() override {
    if (free > 0) {
      --free;
      co_return;
    }
    auto bell = std::make_shared<asio::steady_timer>(
        strand, asio::steady_timer::time_point::max());
    bells.push_back(bell);
    asio::error_code rung;
    co_await bell->async_wait(asio::redirect_error(asio::use_awaitable, rung));
  }
  void leave() override {
    if (bells.empty()) {
      ++free;
    } else {
      bells.front()->cancel();
      bells.pop_front();
    }
  }

  std::deque<std::shared_ptr<asio::steady_timer>> bells;
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<CancelledButInLine>(executor, limit);
}

}  // namespace exo33
