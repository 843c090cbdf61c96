// Joins the queue only when all places are taken.
// breaks: "The carrier is called in the order of coming."
// step: 2
// lesson: overtaking
#include "client.hpp"

#include <asio/any_io_executor.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <list>
#include <utility>
#include <workbook/asio.hpp>

namespace exo40 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

using Queue = std::list<asio::steady_timer>;

class Turn {
 public:
  Turn(Queue& queue, const asio::any_io_executor& executor)
      : queue_(queue),
        bell_(queue.emplace(queue.end(), executor, Clock::time_point::max())) {}
  ~Turn() {
    queue_.erase(bell_);
    if (!queue_.empty()) queue_.front().cancel();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  bool first() const { return bell_ == queue_.begin(); }
  asio::steady_timer& bell() { return *bell_; }

 private:
  Queue& queue_;
  const Queue::iterator bell_;
};

bool cancelled(const asio::cancellation_state& state) {
  return state.cancelled() != asio::cancellation_type::none;
}

}  // namespace

struct Limiter::State {
  struct Place {
    State& of;
    ~Place() {
      --of.taken;
      if (!of.queue.empty()) of.queue.front().cancel();
    }
  };

  TokenBucket& bucket;
  const std::size_t most;
  std::size_t taken = 0;
  Queue queue = {};
};

Limiter::Limiter(TokenBucket& bucket, std::size_t most)
    : state_(new State{bucket, most}) {}

asio::awaitable<Reply> Limiter::ask(const Carrier& carrier, std::string query) {
  const auto state = state_;
  if (state->taken < state->most) {
    ++state->taken;
  } else {
    Turn turn(state->queue, co_await asio::this_coro::executor);
    while (!turn.first() || state->taken == state->most)
      co_await turn.bell().async_wait(as_result);
    ++state->taken;
  }
  const State::Place place{*state};
  co_await state->bucket.take();
  co_return co_await carrier(std::move(query));
}

}  // namespace exo40
