// Wakes up as often as there are shops: the order to stop is one time more.
// breaks: "Cancelled by its caller, it cancels the shops, waits until they have
//   ended"
// step: 3
// lesson: called-back
#include "join.hpp"

#include <asio/any_io_executor.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

namespace {
// Shared, so that shops which are left behind have it still.
struct Errand {
  Errand(asio::any_io_executor executor, std::vector<exo31::Shop> list)
      : bell(executor, asio::steady_timer::time_point::max()),
        shops(std::move(list)),
        answers(shops.size()),
        missing(shops.size()) {}
  void stop() {
    for (auto& signal : signals) signal.emit(asio::cancellation_type::terminal);
  }
  asio::steady_timer bell;
  std::vector<exo31::Shop> shops;
  std::vector<int> answers;
  std::deque<asio::cancellation_signal> signals;
  std::size_t missing;
  std::exception_ptr failure;
};
}  // namespace

asio::awaitable<std::vector<int>> exo31::ask_all_or_none(
    std::vector<Shop> shops) {
  const auto executor = co_await asio::this_coro::executor;
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto errand = std::make_shared<Errand>(executor, std::move(shops));
  for (std::size_t i = 0; i < errand->shops.size(); ++i)
    asio::co_spawn(executor, errand->shops[i](),
                   asio::bind_cancellation_slot(
                       errand->signals.emplace_back().slot(),
                       [errand, i](std::exception_ptr error, int cents) {
                         errand->answers[i] = cents;
                         if (error && !errand->failure) {
                           errand->failure = error;
                           errand->stop();
                         }
                         --errand->missing;
                         errand->bell.cancel();
                       }));
  std::size_t wakes = 0;
  while (errand->missing > 0 && wakes++ < errand->shops.size()) {
    asio::error_code woken;
    co_await errand->bell.async_wait(
        asio::redirect_error(asio::use_awaitable, woken));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() == asio::cancellation_type::none) continue;
    co_await asio::this_coro::reset_cancellation_state();
    errand->stop();
  }
  co_await asio::this_coro::throw_if_cancelled(true);
  if (errand->failure) std::rethrow_exception(errand->failure);
  co_return errand->answers;
}
