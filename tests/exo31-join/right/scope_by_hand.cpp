// A scope written by hand: each child has its own co_spawn and its own signal;
// the first failure, or the caller, stops all; the last child wakes the parent.
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
#include <utility>

#include "join.hpp"

namespace exo31 {

namespace {

class Scope {
 public:
  explicit Scope(asio::any_io_executor executor)
      : executor_(executor),
        last_(executor, asio::steady_timer::time_point::max()) {}

  void start(asio::awaitable<void> child) {
    ++running_;
    auto ended = [this](std::exception_ptr error) {
      if (error && !failure_) {
        failure_ = error;
        stop();
      }
      if (--running_ == 0) last_.cancel();
    };
    asio::co_spawn(
        executor_, std::move(child),
        asio::bind_cancellation_slot(signals_.emplace_back().slot(), ended));
  }

  asio::awaitable<void> join() {
    co_await asio::this_coro::throw_if_cancelled(false);
    while (running_ > 0) {
      asio::error_code woken;
      co_await last_.async_wait(
          asio::redirect_error(asio::use_awaitable, woken));
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none) {
        co_await asio::this_coro::reset_cancellation_state();
        stop();
      }
    }
    co_await asio::this_coro::throw_if_cancelled(true);
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void stop() {
    for (auto& signal : signals_)
      signal.emit(asio::cancellation_type::terminal);
  }

  asio::any_io_executor executor_;
  asio::steady_timer last_;
  std::deque<asio::cancellation_signal> signals_;
  std::size_t running_ = 0;
  std::exception_ptr failure_;
};

template <class T>
asio::awaitable<void> put(asio::awaitable<T> work, T& place) {
  place = co_await std::move(work);
}

asio::awaitable<void> hand_on(asio::awaitable<int> work, std::size_t number,
                              const Report& report) {
  report(number, co_await std::move(work));
}

}  // namespace

asio::awaitable<Offer> ask_both(Question<int> price,
                                Question<std::string> day) {
  Offer offer;
  Scope scope(co_await asio::this_coro::executor);
  scope.start(put(price(), offer.cents));
  scope.start(put(day(), offer.day));
  co_await scope.join();
  co_return offer;
}

asio::awaitable<std::vector<int>> ask_all(std::vector<Shop> shops) {
  std::vector<int> answers(shops.size());
  Scope scope(co_await asio::this_coro::executor);
  for (std::size_t i = 0; i < shops.size(); ++i)
    scope.start(put(shops[i](), answers[i]));
  co_await scope.join();
  co_return answers;
}

asio::awaitable<std::vector<int>> ask_all_or_none(std::vector<Shop> shops) {
  co_return co_await ask_all(std::move(shops));
}

asio::awaitable<void> ask_each(std::vector<Shop> shops, const Report& report) {
  Scope scope(co_await asio::this_coro::executor);
  for (std::size_t i = 0; i < shops.size(); ++i)
    scope.start(hand_on(shops[i](), i, report));
  co_await scope.join();
}

}  // namespace exo31
