// Open, it lets the questions wait until it may ask.
// breaks: "Open, it does not ask, for `rest`; from then on it is
//   half-open."
// step: 4
// lesson: open-still-asks
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exo40-client/plain_breaker.hpp>

namespace exo40 {

namespace {

struct WaitsForItsTurn : plain::Fuse {
  using Fuse::Fuse;

  asio::awaitable<void> wait() override {
    if (circuit() != Circuit::open) co_return;
    asio::steady_timer timer(co_await asio::this_coro::executor, probe_at);
    co_await timer.async_wait(asio::use_awaitable);
  }
};

}  // namespace

std::unique_ptr<plain::Fuse> plain::make_fuse(int failures, Duration rest) {
  return std::make_unique<WaitsForItsTurn>(failures, rest);
}

}  // namespace exo40
