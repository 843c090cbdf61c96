// Sends the answers through a channel, which refuses one when its receiver has
// just been cancelled.
// breaks: "Cancelled by its caller, it cancels the shops, waits until they
//   have ended, and throws asio::error::operation_aborted."
// step: 3
// lesson: lost-in-the-turn
#include "join.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/redirect_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <exception>
#include <vector>

namespace {
struct End {
  std::size_t number = 0;
  int cents = 0;
  std::exception_ptr error;
};
using Ends = asio::experimental::channel<void(asio::error_code, End)>;
}  // namespace

asio::awaitable<std::vector<int>> exo31::ask_all_or_none(
    std::vector<Shop> shops) {
  const auto executor = co_await asio::this_coro::executor;
  Ends ends(executor, shops.size());
  std::deque<asio::cancellation_signal> signals;
  for (std::size_t i = 0; i < shops.size(); ++i)
    asio::co_spawn(
        executor, shops[i](),
        asio::bind_cancellation_slot(
            signals.emplace_back().slot(),
            [&ends, i](std::exception_ptr error, int cents) {
              ends.try_send(asio::error_code(), End{i, cents, error});
            }));
  std::vector<int> answers(shops.size());
  std::exception_ptr cause;
  co_await asio::this_coro::throw_if_cancelled(false);
  for (std::size_t missing = shops.size(); missing > 0;) {
    asio::error_code stopped;
    const End end = co_await ends.async_receive(
        asio::redirect_error(asio::use_awaitable, stopped));
    if (stopped) {
      co_await asio::this_coro::reset_cancellation_state();
    } else {
      --missing;
      answers.at(end.number) = end.cents;
    }
    if (!stopped && (!end.error || cause)) continue;
    if (!cause) cause = end.error;
    for (auto& signal : signals) signal.emit(asio::cancellation_type::terminal);
  }
  co_await asio::this_coro::throw_if_cancelled(true);
  if (cause) std::rethrow_exception(cause);
  co_return answers;
}
