// Stops at the failure of a shop, but reports in a completion handler.
// breaks: "A failure, of a shop or of `report`, ends it as in step 3"
// step: 4
// lesson: thrown-in-a-handler
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

asio::awaitable<void> exo31::ask_each(std::vector<Shop> shops,
                                      const Report& report) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer last(executor, asio::steady_timer::time_point::max());
  std::deque<asio::cancellation_signal> signals;
  std::size_t missing = shops.size();
  std::exception_ptr failure;
  for (std::size_t i = 0; i < shops.size(); ++i)
    asio::co_spawn(executor, shops[i](),
                   asio::bind_cancellation_slot(
                       signals.emplace_back().slot(),
                       [&, i](std::exception_ptr error, int cents) {
                         if (--missing == 0) last.cancel();
                         if (!error) {
                           report(i, cents);
                         } else if (!failure) {
                           failure = error;
                           for (auto& signal : signals)
                             signal.emit(asio::cancellation_type::terminal);
                         }
                       }));
  asio::error_code woken;
  while (missing > 0)
    co_await last.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  if (failure) std::rethrow_exception(failure);
}
