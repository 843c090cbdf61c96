// A line under a std::mutex, and bells where the callers are: a bell may ring
// after its owner has joined the line, and before the wait begins.
// breaks: "Those who wait are let in one by one"
// step: 3
// lesson: line-off-the-strand
#include <asio/error.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <mutex>
#include <system_error>

#include "shared_state.hpp"

struct exo33::Mutex::State {
  struct Waiting {
    asio::steady_timer bell;
    bool has_turn = false;
  };
  std::mutex mutex{};
  bool inside = false;
  std::deque<Waiting*> line{};

  bool come_in(Waiting& me) {
    const std::scoped_lock lock(mutex);
    if (inside) line.push_back(&me);
    return !std::exchange(inside, true);
  }
  bool has_turn_or_leaves(Waiting& me) {
    const std::scoped_lock lock(mutex);
    if (!me.has_turn) std::erase(line, &me);
    return me.has_turn;
  }
  void leave() {
    const std::scoped_lock lock(mutex);
    inside = !line.empty();
    if (!inside) return;
    line.front()->has_turn = true;
    line.front()->bell.cancel();
    line.pop_front();
  }
};
exo33::Mutex::Mutex(asio::any_io_executor) : state_(new State) {}

asio::awaitable<void> exo33::Mutex::alone(Work work) {
  State& state = *state_;
  State::Waiting me{{co_await asio::this_coro::executor,
                     asio::steady_timer::time_point::max()}};
  if (!state.come_in(me)) {
    asio::error_code rung;
    co_await me.bell.async_wait(
        asio::redirect_error(asio::use_awaitable, rung));
    if (!state.has_turn_or_leaves(me))
      throw std::system_error(asio::error::operation_aborted);
  }
  const std::shared_ptr<void> leaving(nullptr, [&](void*) { state.leave(); });
  co_await work();
}
