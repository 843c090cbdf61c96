// Shields those who wait from being cancelled.
// breaks: "Cancelled in the line, a client leaves it at once"
// step: 5
// lesson: left-in-line
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>
#include <exo33-shared-state/plain_desks.hpp>

namespace exo33 {

namespace {

struct DesksCancelledOnlyAfterWork : plain::Places {
  using Places::Places;

  asio::awaitable<void> come_in() override {
    auto turn =
        asio::co_spawn(strand, enter(),
                       asio::bind_cancellation_slot(asio::cancellation_slot(),
                                                    asio::use_awaitable));
    co_await std::move(turn);
  }
};

}  // namespace

std::shared_ptr<plain::Places> plain::make_places(
    asio::any_io_executor executor, int limit) {
  return std::make_shared<DesksCancelledOnlyAfterWork>(executor, limit);
}

}  // namespace exo33
