// Looks every millisecond whether the call has answered.
// breaks: "Returns what the call answers within `patience`, at once"
// step: 2
// lesson: waits-for-all
#include "select.hpp"

#include <asio/co_spawn.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

using namespace asio::experimental::awaitable_operators;

namespace {
struct Ending {
  bool ended = false;
  std::exception_ptr error;
  exo32::Plate plate;
};
}  // namespace

asio::awaitable<std::optional<exo32::Plate>> exo32::with_timeout(
    Call call, Milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  const auto executor = co_await asio::this_coro::executor;
  auto ending = std::make_shared<Ending>();
  asio::co_spawn(executor, std::move(call),
                 [ending](std::exception_ptr error, Plate plate) {
                   *ending = Ending{true, error, plate};
                 });
  asio::steady_timer timer(executor);
  while (!ending->ended && std::chrono::steady_clock::now() < deadline) {
    timer.expires_after(Milliseconds(1));
    co_await timer.async_wait(asio::use_awaitable);
  }
  if (!ending->ended) co_return std::nullopt;
  if (ending->error) std::rethrow_exception(ending->error);
  co_return ending->plate;
}
