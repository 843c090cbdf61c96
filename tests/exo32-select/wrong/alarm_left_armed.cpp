// An alarm that was started apart goes on after the answer.
// breaks: "It leaves nothing else behind, such as a timer that still runs"
// step: 2
// lesson: timer-left-armed
#include "select.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <memory>
#include <optional>
#include <utility>

namespace {
struct Alarm {
  asio::cancellation_signal stop;
  bool late = false;
};

asio::awaitable<void> ring_after(exo32::Milliseconds patience,
                                 std::shared_ptr<Alarm> alarm) {
  asio::steady_timer timer(co_await asio::this_coro::executor, patience);
  co_await timer.async_wait(asio::use_awaitable);
  alarm->late = true;
  alarm->stop.emit(asio::cancellation_type::terminal);
}
}  // namespace

asio::awaitable<std::optional<exo32::Plate>> exo32::with_timeout(
    Call call, Milliseconds patience) {
  const auto executor = co_await asio::this_coro::executor;
  auto alarm = std::make_shared<Alarm>();
  asio::co_spawn(executor, ring_after(patience, alarm), asio::detached);
  try {
    co_return co_await asio::co_spawn(
        executor, std::move(call),
        asio::bind_cancellation_slot(alarm->stop.slot(), asio::use_awaitable));
  } catch (const std::exception&) {
    if (!alarm->late) throw;
  }
  co_return std::nullopt;
}
