// Starts the children apart, where an order to stop does not reach them.
// breaks: "Cancelled by its caller, it cancels the shops and waits for them"
// step: 4
// lesson: called-back
#include "join.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <exception>
#include <vector>

namespace {
asio::awaitable<void> ask(exo31::Shop shop, std::size_t number,
                          const exo31::Report& report) {
  report(number, co_await shop());
}
}  // namespace

asio::awaitable<void> exo31::ask_each(std::vector<Shop> shops,
                                      const Report& report) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer last(executor, asio::steady_timer::time_point::max());
  std::deque<asio::cancellation_signal> signals;
  std::exception_ptr failure;
  std::size_t missing = shops.size();
  for (std::size_t i = 0; i < shops.size(); ++i)
    asio::co_spawn(
        executor, ask(shops[i], i, report),
        asio::bind_cancellation_slot(
            signals.emplace_back().slot(), [&](std::exception_ptr error) {
              if (--missing == 0) last.cancel();
              if (!error || failure) return;
              failure = error;
              for (auto& signal : signals)
                signal.emit(asio::cancellation_type::terminal);
            }));
  co_await asio::this_coro::throw_if_cancelled(false);
  asio::error_code woken;
  while (missing > 0)
    co_await last.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  co_await asio::this_coro::throw_if_cancelled(true);
  if (failure) std::rethrow_exception(failure);
}
