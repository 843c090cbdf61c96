// Virtual time: it stands still until somebody moves it.
#pragma once

#include <chrono>
#include <map>
#include <optional>

namespace workbook {

// A point in virtual time: how long after the World began.
using Moment = std::chrono::nanoseconds;

class Clock {
 public:
  Moment now() const { return now_; }

  // Time passes. It never goes back.
  void move_to(Moment moment) {
    if (moment > now_) now_ = moment;
  }

  // A timer is a descriptor that becomes readable at a moment; a new one has
  // none. Asio has one per io_context, for all its steady_timers.
  void add_timer(int descriptor) { timers_[descriptor]; }
  void remove_timer(int descriptor) { timers_.erase(descriptor); }
  bool has_timer(int descriptor) const { return timers_.contains(descriptor); }
  void set_timer(int descriptor, std::optional<Moment> rings) {
    timers_[descriptor] = rings;
  }
  bool rings(int descriptor) const {
    const auto timer = timers_.find(descriptor);
    return timer != timers_.end() && timer->second && *timer->second <= now_;
  }

  // When the next timer rings that does not ring yet.
  std::optional<Moment> next() const {
    std::optional<Moment> next;
    for (const auto& [descriptor, rings] : timers_)
      if (rings && *rings > now_ && (!next || *rings < *next)) next = rings;
    return next;
  }

 private:
  Moment now_{0};
  std::map<int, std::optional<Moment>> timers_;
};

}  // namespace workbook
