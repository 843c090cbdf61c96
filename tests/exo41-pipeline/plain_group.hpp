// For wrong answers: a group of coroutines that is right.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/this_coro.hpp>
#include <cstddef>
#include <deque>
#include <exception>
#include <exo41-pipeline/plain_bell.hpp>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>

namespace exo41::plain {

// Its members run at the same time. The first failure cancels the others, and
// is thrown once all have ended. They keep the group, which an answer may leave
// too early.
struct Group : std::enable_shared_from_this<Group> {
  explicit Group(const asio::any_io_executor& own)
      : executor(own), one_less(executor) {}
  virtual ~Group() = default;

  void start(asio::awaitable<void> member) {
    // One that fails at once does so before the next one could hear of it.
    if (first) return;
    ++at_work;
    asio::co_spawn(
        executor, std::move(member),
        asio::bind_cancellation_slot(
            stops.emplace_back().slot(),
            [self = shared_from_this()](const std::exception_ptr& failure) {
              if (failure) self->fail(failure);
              --self->at_work;
              self->one_less.ring();
            }));
  }
  virtual asio::awaitable<void> wait() {
    while (!is_over()) {
      // A co_await in a cancelled coroutine throws at once, and would leave the
      // members behind. So: look, pass it on, and be ready to wait again.
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none) {
        co_await asio::this_coro::reset_cancellation_state();
        stop();
        continue;
      }
      co_await one_less.wait();
    }
    if (first) std::rethrow_exception(first);
  }
  virtual bool is_over() { return at_work == 0; }
  // It was told to stop.
  virtual void stop() {
    fail(std::make_exception_ptr(
        std::system_error(asio::error::operation_aborted)));
  }
  void fail(const std::exception_ptr& failure) {
    // What comes later is most likely a consequence.
    if (first) return;
    first = failure;
    for (auto& each : stops) each.emit(asio::cancellation_type::terminal);
  }

  const asio::any_io_executor executor;
  std::deque<asio::cancellation_signal> stops;
  std::size_t at_work = 0;
  std::exception_ptr first;
  Bell one_less;  // rings when a member has ended
};

inline asio::awaitable<void> together(
    std::vector<asio::awaitable<void>> members) {
  const auto executor = co_await asio::this_coro::executor;
  const auto group = std::make_shared<Group>(executor);
  for (auto& member : members) group->start(std::move(member));
  co_await group->wait();
}

}  // namespace exo41::plain
