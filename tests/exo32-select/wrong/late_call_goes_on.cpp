// Stops waiting for a late call, and lets it ring.
// breaks: "A call whose answer is no longer wanted is cancelled (told to stop)"
// step: 2
// lesson: loser-goes-on
#include "select.hpp"

#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace {
struct Wait {
  asio::steady_timer timer;
  bool ended = false;
  std::exception_ptr error;
  exo32::Plate plate;
};
}  // namespace

asio::awaitable<std::optional<exo32::Plate>> exo32::with_timeout(
    Call call, Milliseconds patience) {
  const auto executor = co_await asio::this_coro::executor;
  auto wait = std::make_shared<Wait>(asio::steady_timer(executor, patience));
  asio::co_spawn(executor, std::move(call),
                 [wait](std::exception_ptr error, Plate plate) {
                   wait->ended = true;
                   wait->error = error;
                   wait->plate = plate;
                   wait->timer.cancel();
                 });
  asio::error_code stopped;
  co_await wait->timer.async_wait(
      asio::redirect_error(asio::use_awaitable, stopped));
  if (!wait->ended) co_return std::nullopt;
  if (wait->error) std::rethrow_exception(wait->error);
  co_return wait->plate;
}
