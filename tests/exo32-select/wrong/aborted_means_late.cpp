// A timer cancels the call; operation_aborted then means that it was late.
// breaks: "What the call throws in time reaches the caller at once: the very
//   exception."
// step: 2
// lesson: taken-for-late
#include "select.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <optional>
#include <system_error>
#include <utility>

asio::awaitable<std::optional<exo32::Plate>> exo32::with_timeout(
    Call call, Milliseconds patience) {
  const auto executor = co_await asio::this_coro::executor;
  asio::cancellation_signal stop;
  asio::steady_timer timer(executor, patience);
  timer.async_wait([&stop](asio::error_code error) {
    if (!error) stop.emit(asio::cancellation_type::terminal);
  });
  try {
    co_return co_await asio::co_spawn(
        executor, std::move(call),
        asio::bind_cancellation_slot(stop.slot(), asio::use_awaitable));
  } catch (const std::system_error& error) {
    if (error.code() != asio::error::operation_aborted) throw;
  }
  co_return std::nullopt;
}
