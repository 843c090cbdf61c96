// One bell for all who wait: whoever wakes first gets the desk.
// breaks: "nobody overtakes those who wait, not even at the moment when a desk
//   gets free."
// step: 5
// lesson: overtaken
#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exo33-shared-state/plain_desks.hpp>
#include <system_error>

namespace exo33 {

namespace {

struct DesksOneBell : plain::Places {
  using Places::Places;

  asio::awaitable<void> enter() override {
    while (free == 0) {
      asio::error_code rung;
      co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, rung));
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none)
        throw std::system_error(asio::error::operation_aborted);
    }
    --free;
  }
  void leave() override {
    ++free;
    bell.cancel();
  }

  asio::steady_timer bell{strand, asio::steady_timer::time_point::max()};
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<DesksOneBell>(executor, limit);
}

}  // namespace exo33
