// After a failure it waits for those who stop, unless it is called back too.
// breaks: "It ends once every shop that was asked has ended, and no sooner."
// step: 3
// lesson: leaves-them-running
#include "join.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <exception>
#include <memory>
#include <vector>

namespace {
struct Errand {
  explicit Errand(asio::any_io_executor executor, std::size_t size)
      : over(executor, asio::steady_timer::time_point::max()),
        answers(size),
        missing(size) {}
  void stop() {
    for (auto& signal : signals) signal.emit(asio::cancellation_type::terminal);
  }
  asio::steady_timer over;
  std::deque<asio::cancellation_signal> signals;
  std::vector<int> answers;
  std::size_t missing;
  std::exception_ptr failure;
};
}  // namespace

asio::awaitable<std::vector<int>> exo31::ask_all_or_none(
    std::vector<Shop> shops) {
  const auto executor = co_await asio::this_coro::executor;
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto errand = std::make_shared<Errand>(executor, shops.size());
  for (std::size_t i = 0; i < shops.size(); ++i)
    asio::co_spawn(executor, shops[i](),
                   asio::bind_cancellation_slot(
                       errand->signals.emplace_back().slot(),
                       [errand, i](std::exception_ptr error, int cents) {
                         errand->answers[i] = cents;
                         if (error && !errand->failure) {
                           errand->failure = error;
                           errand->stop();
                         }
                         if (--errand->missing == 0) errand->over.cancel();
                       }));
  bool called_back = false;
  while (errand->missing > 0 && !(called_back && errand->failure)) {
    asio::error_code woken;
    co_await errand->over.async_wait(
        asio::redirect_error(asio::use_awaitable, woken));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() == asio::cancellation_type::none) continue;
    co_await asio::this_coro::reset_cancellation_state();
    called_back = true;
    if (!errand->failure) errand->stop();
  }
  if (errand->failure) std::rethrow_exception(errand->failure);
  if (called_back) throw asio::system_error(asio::error::operation_aborted);
  co_return errand->answers;
}
