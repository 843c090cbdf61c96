// The bank of exo33's tests: a page that notices a second hand, the threads of
// the clerks, loops that the test moves one by one, and an executor that stops
// a thread at a chosen moment.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/co_spawn.hpp>
#include <asio/execution.hpp>
#include <asio/io_context.hpp>
#include <asio/prefer.hpp>
#include <asio/query.hpp>
#include <asio/require.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_future.hpp>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <ctime>
#include <exception>
#include <filesystem>
#include <fstream>
#include <functional>
#include <future>
#include <mutex>
#include <string>
#include <string_view>
#include <support/stage.hpp>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

#include "shared_state.hpp"

#ifdef __linux__
#include <sched.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace {

using namespace std::chrono_literals;

// The name of somebody or something, in the learner's language.
std::string named(workbook::Text text) { return text.spoken(); }

#ifdef __linux__
// Whether the system tells which threads sleep. A sandbox may keep it back.
bool sleep_is_seen() {
  static const bool is_seen = std::filesystem::exists("/proc/self/task");
  return is_seen;
}

// Whether all other threads of this program sleep: what has not happened by
// then will not happen by itself.
bool the_others_sleep() {
  const auto me = std::to_string(::syscall(SYS_gettid));
  std::error_code none;
  int others = 0;
  for (const auto& thread :
       std::filesystem::directory_iterator("/proc/self/task", none)) {
    if (thread.path().filename() == me) continue;
    std::string stat;
    std::ifstream file(thread.path() / "stat");
    std::getline(file, stat);
    // "12 (name) S ...", where the name may hold anything.
    const auto name_end = stat.rfind(')');
    if (name_end == stat.npos) continue;
    if (stat.compare(name_end, 3, ") S") != 0) return false;
    ++others;
  }
  return others > 0;
}
#else
// The system does not tell: a moment must do.
bool sleep_is_seen() { return false; }
bool the_others_sleep() { return false; }
#endif

#ifdef __linux__
// Lets the calling thread share one core with all others that call this.
void share_a_core() {
  cpu_set_t cores;
  CPU_ZERO(&cores);
  if (::sched_getaffinity(0, sizeof cores, &cores) != 0) return;
  int first = 0;
  while (first < CPU_SETSIZE && !CPU_ISSET(first, &cores)) ++first;
  CPU_ZERO(&cores);
  CPU_SET(first, &cores);
  ::sched_setaffinity(0, sizeof cores, &cores);
}
#else
void share_a_core() {}
#endif

// Computes until the scheduler prefers any other thread that is ready.
void use_up_the_time_slice() {
  const auto begin = std::clock();
  while (std::clock() - begin < CLOCKS_PER_SEC / 100) {
  }
}

// Waits until something has happened, or until nothing can make it happen:
// everybody sleeps, or goes round in circles.
template <class Happened>
void wait_until(std::unique_lock<std::mutex>& lock,
                std::condition_variable& changed, Happened happened) {
  const auto begin = std::clock();
  const auto soon = std::chrono::steady_clock::now() + 50ms;
  for (int at_rest = 0; !happened() && at_rest < 3;) {
    lock.unlock();
    const bool rest = the_others_sleep();
    lock.lock();
    at_rest = rest ? at_rest + 1 : 0;
    if (std::clock() - begin > CLOCKS_PER_SEC / 5) return;
    if (!sleep_is_seen() && std::chrono::steady_clock::now() > soon) return;
    changed.wait_for(lock, 1ms, happened);
  }
}

// A page that notices a second hand, can keep a hand where it is, and breaks a
// pencil.
class Sheet : public exo33::Page {
 public:
  explicit Sheet(long number, workbook::Text name = {"the page", "la feuille"})
      : number_(number), name_(name.spoken()) {}

  long read() override {
    const Hand hand(*this);
    ++reads_;
    breaks(read_error_);
    if (std::exchange(tires_, false)) use_up_the_time_slice();
    return number_;
  }

  void write(long number) override {
    const Hand hand(*this);
    ++writes_;
    breaks(write_error_);
    number_ = number;
    tell({"says", "dit"}, std::to_string(number));
  }

  // For the test, when nobody is at work.
  long number() const { return number_; }
  void set(long number) { number_ = number; }
  int reads() const { return reads_; }
  int writes() const { return writes_; }

  void tells(workbook::Story& story) { story_ = &story; }

  // The next reading, or writing, or the one after `before` others, throws.
  void break_reading(std::exception_ptr error, int before = 0) {
    read_error_ = error;
    before_breaking_ = before;
  }
  void break_writing(std::exception_ptr error, int before = 0) {
    write_error_ = error;
    before_breaking_ = before;
  }
  bool will_break() const { return read_error_ || write_error_; }

  // Called whenever a hand touches the page.
  void at_each_touch(std::function<void()> call) { touched_ = std::move(call); }

  // The next one who reads the page is tired afterwards: if a lock is let go
  // then, the one who waits for it runs first.
  void tire_a_reader() { tires_ = true; }

  // The hand that touches the page next, or after `before` others, stays on it
  // until let_go(), or another hand comes.
  void hold_a_hand(int before = 0) { hold(before, false); }
  // The same, but not for ever: until it is clear that no other hand comes.
  void wait_for_another_hand(int before) { hold(before, true); }
  void wait_until_held() {
    std::unique_lock lock(mutex_);
    moved_.wait(lock, [&] { return held_; });
  }
  // No hand is left to be held.
  void hold_no_hand() {
    const std::scoped_lock lock(mutex_);
    countdown_ = 0;
    held_ = true;
    moved_.notify_all();
  }
  void let_go() {
    const std::scoped_lock lock(mutex_);
    let_go_ = true;
    moved_.notify_all();
  }

  bool smudged() const {
    const std::scoped_lock lock(mutex_);
    return smudged_;
  }

 private:
  struct Hand {
    explicit Hand(Sheet& page) : sheet(page) {
      if (sheet.touched_) sheet.touched_();
      std::unique_lock lock(sheet.mutex_);
      if (sheet.hands_++ > 0) {
        sheet.smudged_ = true;
        sheet.tell({"is smudged: a second hand is on it",
                    "est tachée : une deuxième main s'y pose"});
        sheet.moved_.notify_all();
      }
      if (sheet.countdown_ == 0 || --sheet.countdown_ > 0) return;
      sheet.held_ = true;
      sheet.moved_.notify_all();
      const auto over = [&] { return sheet.let_go_ || sheet.smudged_; };
      if (sheet.not_for_ever_)
        wait_until(lock, sheet.moved_, over);
      else
        sheet.moved_.wait(lock, over);
    }
    ~Hand() {
      const std::scoped_lock lock(sheet.mutex_);
      --sheet.hands_;
    }
    Sheet& sheet;
  };

  void hold(int before, bool not_for_ever) {
    const std::scoped_lock lock(mutex_);
    countdown_ = before + 1;
    not_for_ever_ = not_for_ever;
    held_ = let_go_ = false;
  }

  void breaks(std::exception_ptr& error) {
    if (!error || before_breaking_-- > 0) return;
    tell({"breaks the pencil", "casse le crayon"});
    std::rethrow_exception(std::exchange(error, nullptr));
  }

  void tell(workbook::Text what, std::string_view detail = {}) const {
    if (story_) story_->tell(name_, what, detail);
  }

  // Not protected by mutex_: that is the learner's task.
  long number_;
  int reads_ = 0;
  int writes_ = 0;

  const std::string name_;
  workbook::Story* story_ = nullptr;
  bool tires_ = false;
  std::exception_ptr read_error_;
  std::exception_ptr write_error_;
  int before_breaking_ = 0;
  std::function<void()> touched_;

  mutable std::mutex mutex_;
  std::condition_variable moved_;
  int hands_ = 0;
  int countdown_ = 0;
  bool not_for_ever_ = false;
  bool held_ = false;
  bool let_go_ = false;
  bool smudged_ = false;
};

// The clerks: the threads of a pool.
struct Clerks {
  explicit Clerks(std::size_t count) : pool(count) {}

  template <class T>
  std::future<T> start(asio::awaitable<T> work) {
    return asio::co_spawn(pool, std::move(work), asio::use_future);
  }
  asio::any_io_executor executor() { return pool.get_executor(); }

  asio::thread_pool pool;
};

// Lets several threads begin together. (Not a std::latch: where a system has no
// futex, that of g++ 12 may lose a wake-up.)
class Together {
 public:
  explicit Together(int count) : missing_(count) {}

  void arrive_and_wait() {
    std::unique_lock lock(mutex_);
    if (--missing_ == 0) all_here_.notify_all();
    all_here_.wait(lock, [&] { return missing_ <= 0; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable all_here_;
  int missing_;
};

// A loop beside that of a stage.
class Loop : public asio::io_context {
 public:
  // Destroys the work that is left. It may belong to callers on other loops,
  // which must still be there.
  void close() { shutdown(); }
};

// Closes loops at the end of a test, while they and the stage still exist. They
// stand before the stage, which ends before them, and this stands after it.
class Closing {
 public:
  template <class... Loops>
  explicit Closing(Loops&... loops) : loops_{&loops...} {}
  Closing(const Closing&) = delete;
  Closing& operator=(const Closing&) = delete;
  ~Closing() {
    for (auto* loop : loops_) loop->close();
  }

 private:
  std::vector<Loop*> loops_;
};

// Runs one piece of work that is ready; gives how many it ran: 0 or 1. A loop
// that had nothing left has stopped, and may have got something new since.
std::size_t run_one_ready(asio::io_context& context) {
  if (context.stopped()) context.restart();
  return context.poll_one();
}

// Runs what is ready on some loops, until nothing is ready on any. A loop that
// is left out stands still. False if there is no end to it.
template <class... Contexts>
bool run_ready(Contexts&... contexts) {
  for (int turns = 0; turns < 10'000; ++turns)
    if ((run_one_ready(contexts) + ...) == 0) return true;
  return false;
}

// Whether a stage has nothing more to do, after a while.
bool comes_to_rest(workbook::Stage& stage) {
  stage.context.restart();
  for (int turn = 0; turn < 1000; ++turn)
    if (stage.context.poll_one() == 0) return true;
  return false;
}

// Whether those who wait on a stage sleep: no timer wakes them now and then.
bool sleeps(workbook::Stage& stage) {
  stage.context.restart();
  return stage.context.run_for(std::chrono::milliseconds(20)) == 0;
}

// Stops one thread when it passes for the n-th time, until it may go on.
class Turnstile {
 public:
  void stop_me_at(int pass) {
    const std::scoped_lock lock(mutex_);
    thread_ = std::this_thread::get_id();
    left_ = pass;
  }

  void pass() {
    std::unique_lock lock(mutex_);
    if (std::this_thread::get_id() != thread_ || left_ == 0 || --left_ > 0)
      return;
    stopped_ = true;
    changed_.notify_all();
    changed_.wait(lock, [&] { return go_on_; });
  }

  // The thread will not pass any more.
  void leave() {
    const std::scoped_lock lock(mutex_);
    left_ = 0;
    left_for_good_ = true;
    changed_.notify_all();
  }

  // True when the thread stands here, false when it has left.
  bool wait_until_stopped() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopped_ || left_for_good_; });
    return stopped_;
  }

  // The others have done what they could, or are held up by the one who stands
  // here.
  void others_have_been_here() {
    const std::scoped_lock lock(mutex_);
    others_done_ = true;
    changed_.notify_all();
  }
  void wait_for_the_others() {
    std::unique_lock lock(mutex_);
    wait_until(lock, changed_, [&] { return others_done_; });
  }

  void go_on() {
    const std::scoped_lock lock(mutex_);
    go_on_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::thread::id thread_;
  int left_ = 0;
  bool stopped_ = false;
  bool left_for_good_ = false;
  bool others_done_ = false;
  bool go_on_ = false;
};

// An executor like another one, but each use of it passes a turnstile: to run
// something, to ask for its context, to count outstanding work.
class Watched {
 public:
  Watched(asio::any_io_executor inner, Turnstile& turnstile) noexcept
      : inner_(std::move(inner)), turnstile_(&turnstile) {}

  template <class Function>
  void execute(Function&& function) const {
    turnstile_->pass();
    inner_.execute(std::forward<Function>(function));
  }

  template <class Property>
  requires(
      asio::can_query<asio::any_io_executor, Property>::value) decltype(auto)
      query(const Property& property) const {
    turnstile_->pass();
    return asio::query(inner_, property);
  }

  template <class Property>
  requires(asio::can_require<asio::any_io_executor, Property>::value) Watched
      require(const Property& property)
  const {
    turnstile_->pass();
    return {asio::require(inner_, property), *turnstile_};
  }

  template <class Property>
  requires(asio::can_prefer<asio::any_io_executor, Property>::value) Watched
      prefer(const Property& property)
  const {
    turnstile_->pass();
    return {asio::prefer(inner_, property), *turnstile_};
  }

  friend bool operator==(const Watched& a, const Watched& b) noexcept {
    return a.inner_ == b.inner_ && a.turnstile_ == b.turnstile_;
  }
  friend bool operator!=(const Watched& a, const Watched& b) noexcept {
    return !(a == b);
  }

 private:
  asio::any_io_executor inner_;
  Turnstile* turnstile_;
};

}  // namespace
