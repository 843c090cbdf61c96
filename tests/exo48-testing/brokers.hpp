// The brokers that learners' tests meet. Learners: not for you! What a broker
// promises is in testing.hpp; tests that look in here test one broker, and not
// the promise.
//
// Three are right, and built in different ways. They differ in all that is not
// promised: which tokens, where a task stands that comes back, how many turns
// of the loop a thing takes, what an exception says, and which of two things it
// is that happens when both may.
//
// The broken ones are the first of the right ones with one flaw each. Nothing
// but the flaw tells a broken broker from a right one: neither what the object
// holds, nor where it stands in memory, nor what it keeps in mind.
//
// The namespace without a name keeps the names of these classes from meeting
// those of a learner's file.
#pragma once

#include <algorithm>
#include <asio/any_io_executor.hpp>
#include <asio/associated_cancellation_slot.hpp>
#include <asio/async_result.hpp>
#include <asio/awaitable.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <deque>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "testing.hpp"

namespace exo48 {

namespace {

enum class Flaw {
  none,
  // Step 1: put, take
  puts_and_says_no,
  given_to_two,
  last_put_first,
  waiter_forgotten,
  last_waiter_first,
  answers_with_nothing,
  // Step 2: time
  lease_never_ends,
  ends_too_early,
  ends_too_late,
  counted_from_the_call,
  comes_back_when_done,
  done_and_says_no,
  late_done_counts,
  late_done_disturbs,
  tokens_go_down,
  extended_from_the_end,
  extends_what_is_over,
  extends_nothing,
  extends_and_says_no,
  never_shortens,
  // Step 3: cancellation and close
  cancelled_stays_in_line,
  cancelled_waits_on,
  cancelled_by_another_name,
  close_wakes_one,
  closed_by_another_name,
  closed_for_the_waiting_only,
  close_ends_leases,
  no_done_when_closed,
  no_extension_when_closed,
  puts_when_closed,
  gives_the_rest_when_closed,
  // Step 4: again
  ends_once,
  extends_once,
  one_timer_for_all,
  done_twice,
  lost_on_the_way,
  given_back_in_silence,
};

// A flaw under a mask of chance: whoever searches memory for a number that
// tells the broken broker from the others finds another one each time.
class Hidden {
 public:
  explicit Hidden(Flaw flaw)
      : mask_(std::random_device()()), masked_(under_mask(flaw)) {}
  bool is(Flaw flaw) const { return masked_ == under_mask(flaw); }

 private:
  unsigned under_mask(Flaw flaw) const {
    return (mask_ + static_cast<unsigned>(flaw)) * 2'654'435'761u;
  }

  unsigned mask_, masked_;
};

// The flaw of the brokers that are tried now. It stands here, and not in them:
// a test has a way to its broker, and would only have to look.
Hidden flaw_on_trial(Flaw::none);

// Written as most people would: a line of tasks, a line of workers who wait,
// and a timer for each lease.
class Plain : public Engine, public std::enable_shared_from_this<Plain> {
 public:
  explicit Plain(asio::any_io_executor executor)
      : executor_(std::move(executor)) {}

  bool put(std::string task) override {
    if (closed_) return has(Flaw::puts_when_closed);
    if (has(Flaw::last_put_first))
      tasks_.push_front(std::move(task));
    else
      tasks_.push_back(std::move(task));
    if (!has(Flaw::waiter_forgotten)) serve();
    return !has(Flaw::puts_and_says_no);
  }

  asio::awaitable<Lease> take(Milliseconds visibility) override {
    return take(shared_from_this(), visibility, Clock::now());
  }

  bool done(Token token) override {
    if (has(Flaw::done_twice) && finished_.contains(token)) return true;
    const auto held = lasting(token);
    if (held == held_.end()) {
      const bool found = knows_tasks() && forget(token);
      return found && has(Flaw::late_done_counts);
    }
    if (closed_ && has(Flaw::no_done_when_closed)) return false;
    finished_.insert(token);
    if (!has(Flaw::comes_back_when_done)) held_.erase(held);
    return !has(Flaw::done_and_says_no);
  }

  bool extend(Token token, Milliseconds visibility) override {
    const auto held = lasting(token);
    if (held == held_.end()) return has(Flaw::extends_what_is_over);
    if (closed_ && has(Flaw::no_extension_when_closed)) return false;
    if (has(Flaw::extends_nothing)) return true;
    if (has(Flaw::extends_once) && held->second.extended) return true;
    held->second.extended = true;
    const auto before = held->second.ends;
    const bool from_the_end = has(Flaw::extended_from_the_end);
    const auto ends = (from_the_end ? before : Clock::now()) + visibility;
    end_at(token, has(Flaw::never_shortens) ? std::max(before, ends) : ends);
    return !has(Flaw::extends_and_says_no);
  }

  void close() override {
    closed_ = true;
    if (has(Flaw::close_ends_leases)) held_.clear();
    for (const auto& waiter : waiters_) {
      waiter->bell.cancel();
      if (has(Flaw::close_wakes_one)) break;
    }
  }

 private:
  using Clock = std::chrono::steady_clock;

  struct Waiter {
    Waiter(const asio::any_io_executor& executor, Milliseconds visibility,
           Clock::time_point called)
        : bell(executor, Clock::time_point::max()),
          visibility(visibility),
          called(called) {}
    asio::steady_timer bell;
    const Milliseconds visibility;
    const Clock::time_point called;
    std::optional<Lease> lease;
  };

  struct Held {
    std::string task;
    std::unique_ptr<asio::steady_timer> timer;
    Clock::time_point ends;
    bool extended = false;
    bool ends_by_itself = true;
  };
  using Lasting = std::map<Token, Held>::iterator;

  static bool has(Flaw flaw) { return flaw_on_trial.is(flaw); }

  static asio::awaitable<Lease> take(std::shared_ptr<Plain> self,
                                     Milliseconds visibility,
                                     Clock::time_point called) {
    auto& its = *self;
    const bool open =
        !its.closed_ || its.has(Flaw::closed_for_the_waiting_only) ||
        (its.has(Flaw::gives_the_rest_when_closed) && !its.tasks_.empty());
    if (!open) its.throw_closed();
    if (its.has(Flaw::answers_with_nothing) && its.tasks_.empty())
      co_return Lease{};
    auto waiter = std::make_shared<Waiter>(its.executor_, visibility, called);
    its.waiters_.push_back(waiter);
    its.serve();
    bool cancelled = false;
    while (!waiter->lease && !cancelled) {
      asio::error_code ignored;
      co_await waiter->bell.async_wait(
          asio::redirect_error(asio::use_awaitable, ignored));
      const auto state = co_await asio::this_coro::cancellation_state;
      cancelled = state.cancelled() != asio::cancellation_type::none;
      if (cancelled && its.has(Flaw::cancelled_waits_on)) {
        co_await asio::this_coro::reset_cancellation_state();
        cancelled = false;
      } else if (its.closed_ && !waiter->lease && !cancelled) {
        std::erase(its.waiters_, waiter);
        its.throw_closed();
      }
    }
    const bool given_back =
        cancelled && waiter->lease && its.has(Flaw::given_back_in_silence);
    if (given_back) its.give_back(waiter->lease->token);
    const bool lost = cancelled && its.has(Flaw::lost_on_the_way);
    if (waiter->lease && !lost && !given_back) co_return *waiter->lease;
    if (!its.has(Flaw::cancelled_stays_in_line))
      std::erase(its.waiters_, waiter);
    if (its.has(Flaw::cancelled_by_another_name))
      throw std::system_error(asio::error::eof);
    throw std::system_error(asio::error::operation_aborted);
  }

  [[noreturn]] void throw_closed() const {
    if (has(Flaw::closed_by_another_name))
      throw std::system_error(asio::error::operation_aborted);
    throw std::system_error(asio::error::eof);
  }

  // The tasks that are there, for the workers who wait.
  void serve() {
    while (!tasks_.empty() && !waiters_.empty()) {
      const bool last = has(Flaw::last_waiter_first);
      const auto waiter = last ? waiters_.back() : waiters_.front();
      std::erase(waiters_, waiter);
      waiter->lease = lease(waiter->visibility, waiter->called);
      waiter->bell.cancel();
    }
  }

  Lease lease(Milliseconds visibility, Clock::time_point called) {
    auto task = tasks_.front();
    const bool first = given_.insert(task).second;
    if (!first || !has(Flaw::given_to_two)) tasks_.pop_front();
    --down_, ++last_;
    const Token token = has(Flaw::tokens_go_down) ? down_ : last_;
    if (has(Flaw::one_timer_for_all))
      for (auto& [other, held] : held_) {
        held.timer->cancel();
        held.ends_by_itself = false;
      }
    held_[token] = {task, nullptr, {}};
    tokens_[token] = task;
    const bool from_call = has(Flaw::counted_from_the_call);
    end_at(token, (from_call ? called : Clock::now()) + visibility);
    return {std::move(task), token};
  }

  void end_at(Token token, Clock::time_point ends) {
    if (has(Flaw::ends_too_early)) ends -= Milliseconds(1);
    if (has(Flaw::ends_too_late)) ends += Milliseconds(1);
    auto& held = held_[token];
    held.ends = ends;
    held.timer = std::make_unique<asio::steady_timer>(executor_, ends);
    held.ends_by_itself = !has(Flaw::lease_never_ends) &&
                          !(has(Flaw::ends_once) && ended_.contains(held.task));
    if (!held.ends_by_itself) return;
    held.timer->async_wait(
        [self = weak_from_this(), token](asio::error_code stopped) {
          const auto its = self.lock();
          if (its && !stopped) its->ended(token);
        });
  }

  // The lease of this token. When several timers ring at the same moment, that
  // of the lease may not be the first.
  Lasting lasting(Token token) {
    const auto held = held_.find(token);
    if (held == held_.end() || !held->second.ends_by_itself) return held;
    ended(token);
    return held_.find(token);
  }

  void ended(Token token) {
    const auto held = held_.find(token);
    // It may have been extended at this very moment.
    if (held == held_.end() || held->second.ends > Clock::now()) return;
    ended_.insert(held->second.task);
    if (!closed_) tasks_.push_back(std::move(held->second.task));
    held_.erase(held);
    serve();
  }

  // The task is there again, and nobody is told.
  void give_back(Token token) {
    tasks_.push_front(std::move(held_.at(token).task));
    held_.erase(token);
  }

  // The flaw of a broker that looks only at the task, whoever has it now.
  static bool knows_tasks() {
    return has(Flaw::late_done_counts) || has(Flaw::late_done_disturbs);
  }
  bool forget(Token token) {
    const auto known = tokens_.find(token);
    if (known == tokens_.end()) return false;
    std::erase(tasks_, known->second);
    std::erase_if(held_, [&](const auto& held) {
      return held.second.task == known->second;
    });
    return true;
  }

  const asio::any_io_executor executor_;
  std::deque<std::string> tasks_;
  std::deque<std::shared_ptr<Waiter>> waiters_;
  std::map<Token, Held> held_;
  Token last_ = 0;
  bool closed_ = false;
  // For the flaws only; a broker without a flaw keeps them as well.
  Token down_ = 1'000'000;
  std::set<std::string> given_, ended_;
  std::set<Token> finished_;
  std::map<Token, std::string> tokens_;
};

// Nobody watches the clock unless somebody waits: whoever comes first finds out
// which leases have ended. One timer for all; and a bell for those who wait.
class Lazy : public Engine, public std::enable_shared_from_this<Lazy> {
 public:
  explicit Lazy(asio::any_io_executor executor)
      : executor_(std::move(executor)), alarm_(executor_) {}

  bool put(std::string task) override {
    if (closed_) return false;
    tasks_.push_back({0, std::move(task)});
    ring();
    return true;
  }

  asio::awaitable<Lease> take(Milliseconds visibility) override {
    return take(shared_from_this(), visibility);
  }

  bool done(Token token) override {
    sweep();
    return std::erase_if(held_, [&](const Held& held) {
             return held.token == token;
           }) > 0;
  }

  bool extend(Token token, Milliseconds visibility) override {
    sweep();
    for (auto& held : held_)
      if (held.token == token) {
        held.ends = Clock::now() + visibility;
        watch();
        return true;
      }
    return false;
  }

  void close() override {
    closed_ = true;
    ring();
  }

 private:
  using Clock = std::chrono::steady_clock;
  using Bell = asio::steady_timer;

  struct Held {
    Token token;
    std::string task;
    Clock::time_point ends;
  };

  // In the line of those who wait, while it lives.
  class Place {
   public:
    Place(std::list<Bell*>& line, Bell& bell)
        : line_(line), at_(line.insert(line.end(), &bell)) {}
    ~Place() { line_.erase(at_); }
    Place(const Place&) = delete;
    bool first() const { return at_ == line_.begin(); }

   private:
    std::list<Bell*>& line_;
    std::list<Bell*>::iterator at_;
  };

  static asio::awaitable<Lease> take(std::shared_ptr<Lazy> self,
                                     Milliseconds visibility) {
    auto& its = *self;
    Bell bell(its.executor_);
    std::optional<Place> place(std::in_place, its.waiting_, bell);
    for (;;) {
      its.sweep();
      if (its.closed_)
        throw std::system_error(asio::error::eof, "the broker has closed");
      if (place->first() && !its.tasks_.empty()) break;
      its.watch();
      bell.expires_at(Clock::time_point::max());
      asio::error_code ignored;
      co_await bell.async_wait(
          asio::redirect_error(asio::use_awaitable, ignored));
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none) {
        place.reset();
        its.ring();
        throw std::system_error(asio::error::operation_aborted,
                                "nobody wants the task any more");
      }
    }
    const auto [retries, task] = its.tasks_.front();
    its.tasks_.erase(its.tasks_.begin());
    its.last_ += 17;
    its.held_.push_back({its.last_, task, Clock::now() + visibility});
    place.reset();
    its.ring();
    co_return Lease{task, its.last_};
  }

  // What has come back stands before what was never taken.
  void sweep() {
    const auto now = Clock::now();
    for (auto held = held_.begin(); held != held_.end();) {
      if (held->ends > now) {
        ++held;
        continue;
      }
      tasks_.push_front({1, std::move(held->task)});
      held = held_.erase(held);
    }
  }

  void ring() {
    for (Bell* bell : waiting_) bell->cancel();
  }

  void watch() {
    if (waiting_.empty() || held_.empty()) return;
    const auto next = std::min_element(
        held_.begin(), held_.end(),
        [](const Held& a, const Held& b) { return a.ends < b.ends; });
    alarm_.expires_at(next->ends);
    alarm_.async_wait([self = weak_from_this()](asio::error_code stopped) {
      if (const auto its = self.lock(); its && !stopped) its->ring();
    });
  }

  const asio::any_io_executor executor_;
  asio::steady_timer alarm_;
  std::deque<std::pair<int, std::string>> tasks_;
  std::list<Bell*> waiting_;
  std::vector<Held> held_;
  Token last_ = 1'000'000'000'000;
  bool closed_ = false;
};

// An asynchronous operation of its own, with handlers in a line. It takes its
// time: whatever it does for others, it does some turns of the loop later.
class Unhurried : public Engine,
                  public std::enable_shared_from_this<Unhurried> {
 public:
  explicit Unhurried(asio::any_io_executor executor)
      : executor_(std::move(executor)) {}

  bool put(std::string task) override {
    if (closed_) return false;
    tasks_.push_back(std::move(task));
    serve_later(3);
    return true;
  }

  asio::awaitable<Lease> take(Milliseconds visibility) override {
    return asio::async_initiate<const asio::use_awaitable_t<>,
                                void(asio::error_code, Lease)>(
        [](auto handler, std::shared_ptr<Unhurried> self,
           Milliseconds visibility) {
          self->begin(std::move(handler), visibility);
        },
        asio::use_awaitable, shared_from_this(), visibility);
  }

  bool done(Token token) override {
    ended(token);
    return held_.erase(token) > 0;
  }

  bool extend(Token token, Milliseconds visibility) override {
    ended(token);
    if (!held_.contains(token)) return false;
    end_after(token, visibility);
    return true;
  }

  void close() override {
    closed_ = true;
    serve_later(3);
  }

 private:
  struct Waiter {
    std::function<void(asio::error_code, Lease)> finish;
    Milliseconds visibility;
  };
  struct Held {
    std::string task;
    std::unique_ptr<asio::steady_timer> timer;
  };

  template <class Handler>
  void begin(Handler handler, Milliseconds visibility) {
    const auto number = ++numbers_;
    auto slot = asio::get_associated_cancellation_slot(handler);
    if (slot.is_connected())
      slot.assign([self = weak_from_this(), number](asio::cancellation_type) {
        if (const auto its = self.lock()) its->cancel(number);
      });
    // A function can be copied, a handler cannot.
    auto shared = std::make_shared<Handler>(std::move(handler));
    waiters_[number] = {
        [shared, executor = executor_](asio::error_code error, Lease lease) {
          auto its_slot = asio::get_associated_cancellation_slot(*shared);
          if (its_slot.is_connected()) its_slot.clear();
          asio::post(executor, [shared, error, lease]() mutable {
            std::move (*shared)(error, std::move(lease));
          });
        },
        visibility};
    serve_later(2);
  }

  void cancel(int number) {
    const auto waiter = waiters_.find(number);
    if (waiter == waiters_.end()) return;
    auto finish = std::move(waiter->second.finish);
    waiters_.erase(waiter);
    asio::post(executor_, [finish = std::move(finish)] {
      finish(asio::error::operation_aborted, {});
    });
  }

  void serve_later(int turns) {
    asio::post(executor_, [self = shared_from_this(), turns] {
      if (turns > 1)
        self->serve_later(turns - 1);
      else
        self->serve();
    });
  }

  void serve() {
    while (!waiters_.empty() && (closed_ || !tasks_.empty())) {
      const auto waiter = std::move(waiters_.begin()->second);
      waiters_.erase(waiters_.begin());
      if (closed_) {
        waiter.finish(asio::error::eof, {});
        continue;
      }
      const Token token = last_ += ++numbers_;
      auto task = std::move(tasks_.front());
      tasks_.pop_front();
      held_[token].task = task;
      end_after(token, waiter.visibility);
      waiter.finish({}, {std::move(task), token});
    }
  }

  void end_after(Token token, Milliseconds visibility) {
    auto& timer = held_[token].timer;
    timer = std::make_unique<asio::steady_timer>(executor_, visibility);
    timer->async_wait(
        [self = weak_from_this(), token](asio::error_code stopped) {
          const auto its = self.lock();
          if (its && !stopped) its->ended(token);
        });
  }

  // Its timer says so, or somebody who comes at the same moment.
  void ended(Token token) {
    const auto held = held_.find(token);
    if (held == held_.end()) return;
    if (held->second.timer->expiry() > std::chrono::steady_clock::now()) return;
    // In the middle: neither first nor last.
    const auto half = static_cast<std::ptrdiff_t>(tasks_.size() + 1) / 2;
    tasks_.insert(tasks_.begin() + half, std::move(held->second.task));
    held_.erase(held);
    serve_later(2);
  }

  const asio::any_io_executor executor_;
  std::deque<std::string> tasks_;
  std::map<int, Waiter> waiters_;
  std::map<Token, Held> held_;
  int numbers_ = 0;
  Token last_ = 40;
  bool closed_ = false;
};

}  // namespace

}  // namespace exo48
