// No operator and no group: every call has a cancellation signal, and whoever
// ends last rings the bell that the race waits for.
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <exception>

#include "select.hpp"

namespace exo32 {

namespace {

class Race {
 public:
  explicit Race(asio::any_io_executor executor)
      : executor_(executor),
        bell_(executor, asio::steady_timer::time_point::max()) {}

  void enter(Call call) {
    const auto who = errors.size();
    errors.emplace_back();
    ++running_;
    asio::co_spawn(executor_, std::move(call),
                   asio::bind_cancellation_slot(
                       stops_.emplace_back().slot(),
                       [this, who](std::exception_ptr error, Plate plate) {
                         end(who, error, std::move(plate));
                       }));
  }

  // Waits until all have ended. With a limit, stops them when it is reached.
  asio::awaitable<void> finish(std::optional<Milliseconds> limit) {
    if (limit) bell_.expires_after(*limit);
    while (running_ > 0) {
      asio::error_code rung;
      co_await bell_.async_wait(
          asio::redirect_error(asio::use_awaitable, rung));
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none) {
        cancelled_ = true;
        co_await asio::this_coro::reset_cancellation_state();
      } else if (!rung) {
        late = true;
      }
      if (running_ > 0) stop_all();
      bell_.expires_at(asio::steady_timer::time_point::max());
    }
    if (cancelled_) throw asio::system_error(asio::error::operation_aborted);
  }

  std::optional<Plate> winner;
  std::vector<std::exception_ptr> errors;
  bool late = false;

 private:
  void end(std::size_t who, std::exception_ptr error, Plate plate) {
    --running_;
    errors[who] = error;
    if (!error && !winner) {
      winner = std::move(plate);
      stop_all();
    }
    if (running_ == 0) bell_.cancel();
  }

  void stop_all() {
    for (auto& stop : stops_) stop.emit(asio::cancellation_type::terminal);
  }

  asio::any_io_executor executor_;
  asio::steady_timer bell_;
  std::deque<asio::cancellation_signal> stops_;
  int running_ = 0;
  bool cancelled_ = false;
};

}  // namespace

asio::awaitable<Plate> first_answer(Call first, Call second) {
  Race race(co_await asio::this_coro::executor);
  race.enter(std::move(first));
  race.enter(std::move(second));
  co_await race.finish(std::nullopt);
  if (!race.winner) std::rethrow_exception(race.errors.back());
  co_return *race.winner;
}

asio::awaitable<std::optional<Plate>> with_timeout(Call call,
                                                   Milliseconds patience) {
  Race race(co_await asio::this_coro::executor);
  race.enter(std::move(call));
  co_await race.finish(patience);
  if (race.late) co_return std::nullopt;
  if (!race.winner) std::rethrow_exception(race.errors.front());
  co_return race.winner;
}

asio::awaitable<Plate> first_success(std::vector<Call> calls) {
  Race race(co_await asio::this_coro::executor);
  for (auto& call : calls) race.enter(std::move(call));
  co_await race.finish(std::nullopt);
  if (race.winner) co_return *race.winner;
  std::vector<std::string> reasons;
  for (const auto& error : race.errors) {
    try {
      std::rethrow_exception(error);
    } catch (const std::exception& refusal) {
      reasons.push_back(refusal.what());
    }
  }
  throw NoCab(std::move(reasons));
}

asio::awaitable<void> night_shift(Task ride, Task park) {
  std::exception_ptr end;
  while (!end) {
    try {
      co_await ride();
    } catch (...) {
      end = std::current_exception();
    }
  }
  co_await asio::this_coro::reset_cancellation_state(
      asio::disable_cancellation());
  co_await park();
  co_await asio::this_coro::reset_cancellation_state();
  std::rethrow_exception(end);
}

}  // namespace exo32
