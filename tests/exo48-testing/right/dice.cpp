// Dice decide what happens next; a small model says what may come of it. After
// each throw the broker and the model must agree. The dice are the same each
// time, so a failure comes again.

#include <algorithm>
#include <asio/error.hpp>
#include <chrono>
#include <deque>
#include <iterator>
#include <list>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "testing.hpp"

namespace {

using namespace std::chrono_literals;
using namespace exo48;

// What is promised, and no more. Tasks that are there are a set and not a line:
// the order is promised for new ones only.
class Model {
 public:
  enum Actions { tasks = 1, time = 2, people = 4, collisions = 8 };

  Model(unsigned seed, int actions) : dice_(seed), actions_(actions) {}

  void play(int throws) {
    for (int i = 0; i < throws; ++i) {
      act();
      world_.settle();
      agree();
    }
    if (actions_ & people) end();
  }

 private:
  struct Worker {
    Outcome<Lease> outcome;
    Milliseconds visibility;
    bool cancelled = false;
  };
  struct Held {
    std::string task;
    Token token;
    Milliseconds ends;
    bool over = false;
  };

  int roll(int sides) { return static_cast<int>(dice_() % sides); }

  template <class Range>
  auto pick(Range& range) {
    return std::next(range.begin(), roll(static_cast<int>(range.size())));
  }

  void act() {
    const int dice = roll(12);
    if (dice < 2)
      put();
    else if (dice < 4)
      come(Milliseconds(1000 * (1 + roll(30))));
    else if (dice < 6 && (actions_ & time))
      pass(Milliseconds(1 + roll(8'000)));
    else if (dice < 7 && (actions_ & time))
      to_the_edge();
    else if (dice < 11 && (actions_ & time) && !held_.empty())
      use(one_of_the_last());
    else if (dice == 11 && (actions_ & people))
      cancel();
  }

  // The others are over, most of them.
  Held& one_of_the_last() {
    const auto size = static_cast<int>(held_.size());
    return held_[static_cast<std::size_t>(size - 1 - roll(std::min(size, 3)))];
  }

  void put() {
    const auto task = std::to_string(++put_);
    REQUIRE(broker_.put(task));
    fresh_.push_back(task);
  }

  void come(Milliseconds visibility) {
    waiting_.push_back(
        {world_.run("worker", broker_.take(visibility)), visibility});
  }

  void pass(Milliseconds by) {
    // Every end of a lease on the way is looked at.
    const auto until = now_ + by;
    for (auto next = next_end(); next <= until; next = next_end()) {
      world_.advance(next - now_);
      now_ = next;
      over();
      agree();
    }
    world_.advance(until - now_);
    now_ = until;
    agree();
  }

  void to_the_edge() {
    const auto next = next_end();
    if (next == Milliseconds::max()) return;
    if (next - now_ > 1ms) pass(next - now_ - 1ms);
    pass(1ms);
  }

  Milliseconds next_end() const {
    auto next = Milliseconds::max();
    for (const auto& held : held_)
      if (!held.over) next = std::min(next, held.ends);
    return next;
  }

  void over() {
    for (auto& held : held_)
      if (!held.over && held.ends <= now_) {
        held.over = true;
        back_.insert(held.task);
      }
  }

  void use(Held& held) {
    if (roll(4) != 0) {
      REQUIRE(broker_.extend(held.token, 20s) == !held.over);
      if (!held.over) held.ends = now_ + 20s;
    } else {
      REQUIRE(broker_.done(held.token) == !held.over);
      held.over = true;
    }
  }

  void cancel() {
    if (waiting_.empty()) return;
    const auto worker = pick(waiting_);
    // Sometimes a task comes at the same moment.
    if ((actions_ & collisions) && roll(2) == 0) put();
    worker->outcome.cancel();
    worker->cancelled = true;
  }

  // Who has ended has ended rightly; nobody waits while there is a task.
  void agree() {
    for (auto worker = waiting_.begin(); worker != waiting_.end();) {
      const auto& outcome = worker->outcome;
      if (worker->cancelled && !outcome.returned())
        REQUIRE(outcome.error() == asio::error::operation_aborted);
      else if (outcome.returned())
        given(outcome.value(), worker->visibility);
      else
        REQUIRE(outcome.waits());
      if (outcome.waits()) {
        waits(++worker);
        return;
      }
      worker = waiting_.erase(worker);
    }
    // Whoever is left has nobody before them.
  }

  // From here on nobody has anything, and there is nothing to have, unless they
  // were cancelled.
  void waits(std::list<Worker>::iterator rest) {
    while (rest != waiting_.end()) {
      const auto& outcome = rest->outcome;
      if (rest->cancelled && !outcome.returned()) {
        REQUIRE(outcome.error() == asio::error::operation_aborted);
        rest = waiting_.erase(rest);
        continue;
      }
      REQUIRE((rest->cancelled || outcome.waits()));
      if (outcome.returned()) {
        given(outcome.value(), rest->visibility);
        rest = waiting_.erase(rest);
        continue;
      }
      ++rest;
    }
    REQUIRE(fresh_.empty());
    REQUIRE(back_.empty());
  }

  void given(const Lease& lease, Milliseconds visibility) {
    const auto back = back_.find(lease.task);
    if (back != back_.end()) {
      back_.erase(back);
    } else {
      REQUIRE_FALSE(fresh_.empty());
      REQUIRE(lease.task == fresh_.front());
      fresh_.pop_front();
    }
    REQUIRE(lease.token > last_);
    last_ = lease.token;
    held_.push_back({lease.task, lease.token, now_ + visibility});
  }

  // Everybody goes home, but for those who work.
  void end() {
    const bool with_a_task = roll(2) == 0;
    for (int tries = 0; tries < 100 && with_a_task && fresh_.empty(); ++tries) {
      put();
      world_.settle();
      agree();
    }
    for (int tries = 0; tries < 100 && !with_a_task && waiting_.size() < 2;
         ++tries) {
      come(1s);
      world_.settle();
      agree();
    }
    broker_.close();
    world_.settle();
    for (const auto& worker : waiting_)
      REQUIRE(worker.outcome.error() == asio::error::eof);
    const auto late = world_.run("late", broker_.take(1s));
    world_.settle();
    REQUIRE(late.error() == asio::error::eof);
    REQUIRE_FALSE(broker_.put("late"));
    for (auto& held : held_) use(held);
  }

  World world_;
  Broker broker_{world_};
  std::minstd_rand dice_;
  const int actions_;
  Milliseconds now_{0};
  int put_ = 0;
  Token last_ = 0;
  std::deque<std::string> fresh_;
  std::set<std::string> back_;
  std::list<Worker> waiting_;
  std::vector<Held> held_;
};

void games(int count, int throws, int actions) {
  for (int seed = 1; seed <= count; ++seed) Model(seed, actions).play(throws);
}

TEST_CASE("games of tasks and workers", "[step1]") {
  games(2, 40, Model::tasks);
}

TEST_CASE("games with time", "[step2]") {
  games(2, 150, Model::tasks | Model::time);
}

TEST_CASE("games with people who go", "[step3]") {
  games(4, 40, Model::tasks | Model::time | Model::people);
}

TEST_CASE("games with collisions", "[step4]") {
  games(3, 200, Model::tasks | Model::time | Model::people | Model::collisions);
}

}  // namespace
