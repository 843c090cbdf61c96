// For wrong answers: turns in a queue, as the reference has them.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <list>
#include <workbook/asio.hpp>

#include "client.hpp"

namespace exo40::plain {

inline constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

using Queue = std::list<asio::steady_timer>;

// A turn until it goes out of scope. Whoever leaves, served or cancelled, rings
// for the one who is first then.
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

inline bool cancelled(const asio::cancellation_state& state) {
  return state.cancelled() != asio::cancellation_type::none;
}

}  // namespace exo40::plain
