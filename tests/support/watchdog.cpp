#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <string>
#include <support/story.hpp>
#include <support/teacher.hpp>
#include <support/watchdog.hpp>
#include <thread>
#include <workbook/todo.hpp>

#ifdef __linux__
#include <unistd.h>
#endif

namespace workbook {

namespace {

constexpr Lesson never_returns{
    "never-returns",
    {"the call comes back", "l'appel finit par revenir"},
    {"Your code kept the thread and never gave it back. Look for a loop "
     "without an end, or for a call that blocks the thread while it waits for "
     "something that only this very thread could bring.",
     "Votre code a gardé le fil d'exécution et ne l'a jamais rendu. Cherchez "
     "une boucle sans fin, ou un appel qui bloque le fil en attendant ce que "
     "seul ce même fil pourrait apporter."},
    true};

int patience() {
  const char* value = std::getenv("WORKBOOK_PATIENCE");
  const int seconds = value ? std::atoi(value) : 0;
  return seconds > 0 ? seconds : 5;
}

// What Linux says of a thread: how long it has run, how long it has been ready
// and had no core, and whether it is ready now. The second number grows only
// when such a wait is over.
struct Share {
  std::chrono::nanoseconds ran{0}, waited{0};
  bool ready = false;
  std::chrono::nanoseconds counted{0};  // of a wait that is not over yet
};

// By thread. Elsewhere than on Linux, nothing is known.
std::map<std::string, Share> shares() {
  std::map<std::string, Share> shares;
#ifdef __linux__
  const auto me = std::to_string(gettid());
  std::error_code none;
  for (const auto& thread :
       std::filesystem::directory_iterator("/proc/self/task", none)) {
    const auto name = thread.path().filename().string();
    long long ran = 0, waited = 0;
    std::ifstream(thread.path() / "schedstat") >> ran >> waited;
    // "4711 (name) R ...": the name may have anything in it but a newline.
    std::string status;
    std::getline(std::ifstream(thread.path() / "stat"), status);
    const auto end_of_name = status.rfind(") ");
    shares[name] = {std::chrono::nanoseconds(ran),
                    std::chrono::nanoseconds(waited),
                    // This thread is ready whenever it looks.
                    name != me && end_of_name != status.npos &&
                        status.compare(end_of_name, 3, ") R") == 0};
  }
#endif
  return shares;
}

// The time that counts is the time that the test had. On a busy machine a test
// may wait for a core longer than it runs, and must not be bitten for that.
class Stopwatch {
 public:
  std::chrono::nanoseconds elapsed() {
    using std::chrono::nanoseconds;
    const auto now = std::chrono::steady_clock::now();
    const nanoseconds since = now - last_;
    auto now_shared = shares();
    nanoseconds lacked{0};
    for (auto& [thread, share] : now_shared) {
      const auto& before = shares_[thread];
      ran_ += share.ran - before.ran;
      // Of a wait that is over now, a part may be counted already.
      auto waited = share.waited - before.waited;
      const auto counted = std::min(waited, before.counted);
      waited -= counted;
      share.counted = before.counted - counted;
      // It was ready the last time, too, and has not run: it still waits.
      if (share.ready && before.ready && share.ran == before.ran) {
        waited += since;
        share.counted += since;
      }
      lacked = std::max(lacked, waited);
    }
    // A wait that is told now may have begun before the last look.
    elapsed_ = std::max(elapsed_ + since - lacked, nanoseconds{0});
    last_ = now;
    shares_ = std::move(now_shared);
    return elapsed_;
  }
  // Whether the test computes for most of its time; false if nothing is known.
  bool runs() const { return ran_ > elapsed_ / 2; }

 private:
  std::chrono::steady_clock::time_point last_ =
      std::chrono::steady_clock::now();
  std::map<std::string, Share> shares_ = shares();
  std::chrono::nanoseconds elapsed_{0}, ran_{0};
};

std::mutex mutex;
std::condition_variable ends;
unsigned pats = 0;
bool over = false;  // the watch

[[noreturn]] void bite(std::chrono::steady_clock::duration since, bool runs) {
  auto seen = Text{"the thread did not come back, and was stopped",
                   "le fil d'exécution n'est pas revenu, on l'a arrêté"}
                  .spoken();
  // A wait longer than was promised is explained.
  const auto seconds =
      std::chrono::duration_cast<std::chrono::seconds>(since).count();
  if (seconds > patience() + 1)
    seen +=
        Text{" after ", " au bout de "}.spoken() + std::to_string(seconds) +
        Text{" s (others kept the processor busy: the test had ",
             "\u00a0s (d'autres occupaient le processeur : le test en a eu "}
            .spoken() +
        std::to_string(patience()) + Text{" of them)", ")"}.spoken();
  const Lesson* subject = Teaching::if_it_never_returns(runs);
  // As after a crash: what the test is about comes first.
  std::fputs(failure_message(running_test(), seen,
                             subject ? *subject : never_returns, &never_returns)
                 .c_str(),
             stdout);
  std::fflush(stdout);
  std::_Exit(EXIT_FAILURE);
}

}  // namespace

Watchdog::Watchdog()
    : thread_([] {
        using namespace std::chrono_literals;
        std::unique_lock lock(mutex);
        while (!over) {
          const auto seen = pats;
          const auto begin = std::chrono::steady_clock::now();
          Stopwatch watch;
          // A pat wakes nobody: there may be thousands in a second.
          while (pats == seen && !over) {
            ends.wait_for(lock, 100ms, [] { return over; });
            if (pats == seen && !over &&
                watch.elapsed() >= std::chrono::seconds(patience()))
              bite(std::chrono::steady_clock::now() - begin, watch.runs());
          }
        }
      }) {}

Watchdog::~Watchdog() {
  {
    std::scoped_lock lock(mutex);
    over = true;
  }
  ends.notify_one();
  thread_.join();
}

void Watchdog::pat() {
  std::scoped_lock lock(mutex);
  ++pats;
}

}  // namespace workbook
