#include <sys/epoll.h>
#include <sys/select.h>
#include <sys/timerfd.h>
#include <time.h>

#include <algorithm>
#include <optional>
#include <support/clock.hpp>

// The linker sends each call of NAME to __wrap_NAME, and __real_NAME to the
// system.
#define WORKBOOK_STEADY_NOW "_ZNSt6chrono3_V212steady_clock3nowEv"
#define WORKBOOK_SYSTEM_NOW "_ZNSt6chrono3_V212system_clock3nowEv"

using Steady = std::chrono::steady_clock;
using System = std::chrono::system_clock;

Steady::time_point real_steady_now() noexcept
    asm("__real_" WORKBOOK_STEADY_NOW);
System::time_point real_system_now() noexcept
    asm("__real_" WORKBOOK_SYSTEM_NOW);

extern "C" {
int __real_epoll_wait(int, epoll_event*, int, int);
int __real_timerfd_settime(int, int, const itimerspec*, itimerspec*);
int __real_nanosleep(const timespec*, timespec*);
int __real_clock_nanosleep(clockid_t, int, const timespec*, timespec*);
int __real_select(int, fd_set*, fd_set*, fd_set*, timeval*);
}

namespace workbook {

namespace {

thread_local TestClock* current = nullptr;

using Duration = TestClock::Duration;

Duration duration_of(const timespec& time) {
  return std::chrono::seconds(time.tv_sec) + Duration(time.tv_nsec);
}

// A timer descriptor that is due at once, or never.
void set_kernel_timer(int descriptor, bool due) {
  itimerspec when{};
  when.it_value.tv_nsec = due ? 1 : 0;
  __real_timerfd_settime(descriptor, TFD_TIMER_ABSTIME, &when, nullptr);
}

}  // namespace

TestClock::TestClock()
    : steady_(real_steady_now()), system_(real_system_now()) {
  current = this;
}

TestClock::~TestClock() { current = nullptr; }

std::optional<Duration> TestClock::next() const {
  std::optional<Duration> next;
  for (const auto& [descriptor, due] : timers_)
    if (!next || due < *next) next = due;
  return next;
}

void TestClock::move_to(Duration moment) {
  now_ = std::max(now_, moment);
  looks_ = 0;
  std::erase_if(timers_, [this](const auto& timer) {
    const bool due = timer.second <= now_;
    if (due) set_kernel_timer(timer.first, true);
    return due;
  });
}

void TestClock::block(Duration duration) {
  const auto looks = looks_;
  blocked_ += duration;
  move_to(now_ + duration);
  looks_ = looks;
}

// The functions that the program gets instead of the system's.
struct Wrappers {
  // How long the clock has run for this thread, or nothing.
  static std::optional<Duration> look() {
    if (!current) return std::nullopt;
    // Far more often than any loop needs to: someone waits for it to move.
    constexpr int far_too_many = 100'000;
    if (++current->looks_ > far_too_many)
      current->block(std::chrono::milliseconds(1));
    return current->now_;
  }

  static Steady::time_point steady_now() {
    const auto elapsed = look();
    return elapsed ? current->steady_ + *elapsed : real_steady_now();
  }

  static System::time_point system_now() {
    const auto elapsed = look();
    return elapsed ? current->system_ + *elapsed : real_system_now();
  }

  static int epoll_wait(int loop, epoll_event* events, int size, int timeout) {
    if (!current || timeout == 0) {
      look();
      return __real_epoll_wait(loop, events, size, timeout);
    }
    for (;;) {
      const int ready = __real_epoll_wait(loop, events, size, 0);
      const auto next = current->next();
      if (ready != 0) return ready;
      const std::chrono::milliseconds patience(timeout);
      if (timeout > 0 && (!next || *next > current->now_ + patience)) {
        current->move_to(current->now_ + patience);
        ++current->gave_up_;
        return 0;
      }
      if (!next) break;
      current->move_to(*next);
    }
    return __real_epoll_wait(loop, events, size, timeout);
  }

  static int timerfd_settime(int descriptor, int flags, const itimerspec* when,
                             itimerspec* before) {
    if (!current)
      return __real_timerfd_settime(descriptor, flags, when, before);
    const auto duration = duration_of(when->it_value);
    // Asio sets an absolute time when, and only when, it wants it at once.
    const bool at_once = flags & TFD_TIMER_ABSTIME;
    current->timers_.erase(descriptor);
    if (duration > Duration::zero() && !at_once)
      current->timers_[descriptor] = current->now_ + duration;
    set_kernel_timer(descriptor, at_once);
    return 0;
  }

  static bool sleep(Duration duration) {
    if (current) current->block(std::max(duration, Duration::zero()));
    return current != nullptr;
  }
};

}  // namespace workbook

using workbook::Wrappers;

Steady::time_point wrapped_steady_now() noexcept
    asm("__wrap_" WORKBOOK_STEADY_NOW);
Steady::time_point wrapped_steady_now() noexcept {
  return Wrappers::steady_now();
}

System::time_point wrapped_system_now() noexcept
    asm("__wrap_" WORKBOOK_SYSTEM_NOW);
System::time_point wrapped_system_now() noexcept {
  return Wrappers::system_now();
}

extern "C" {

int __wrap_epoll_wait(int loop, epoll_event* events, int size, int timeout) {
  return Wrappers::epoll_wait(loop, events, size, timeout);
}

int __wrap_timerfd_settime(int descriptor, int flags, const itimerspec* when,
                           itimerspec* before) {
  return Wrappers::timerfd_settime(descriptor, flags, when, before);
}

int __wrap_nanosleep(const timespec* duration, timespec* left) {
  return Wrappers::sleep(workbook::duration_of(*duration))
             ? 0
             : __real_nanosleep(duration, left);
}

int __wrap_clock_nanosleep(clockid_t clock, int flags, const timespec* time,
                           timespec* left) {
  return flags == 0 && Wrappers::sleep(workbook::duration_of(*time))
             ? 0
             : __real_clock_nanosleep(clock, flags, time, left);
}

// timer.wait() is a select() that looks at nothing but the time.
int __wrap_select(int size, fd_set* in, fd_set* out, fd_set* errors,
                  timeval* time) {
  const bool only_time = !in && !out && !errors && time;
  return only_time && Wrappers::sleep(std::chrono::seconds(time->tv_sec) +
                                      std::chrono::microseconds(time->tv_usec))
             ? 0
             : __real_select(size, in, out, errors, time);
}

}  // extern "C"
