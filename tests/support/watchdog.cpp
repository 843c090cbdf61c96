#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <support/story.hpp>
#include <support/teacher.hpp>
#include <support/watchdog.hpp>
#include <thread>
#include <workbook/todo.hpp>

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

std::mutex mutex;
std::condition_variable_any patted;
unsigned pats = 0;

[[noreturn]] void bite() {
  const Text seen{"the thread did not come back, and was stopped",
                  "le fil d'exécution n'est pas revenu, on l'a arrêté"};
  const Lesson* subject = Teaching::now();
  std::fputs(failure_message(running_test(), seen.spoken(),
                             subject ? *subject : never_returns)
                 .c_str(),
             stdout);
  std::fflush(stdout);
  std::_Exit(EXIT_FAILURE);
}

}  // namespace

Watchdog::Watchdog()
    : thread_([](std::stop_token over) {
        std::unique_lock lock(mutex);
        while (!over.stop_requested()) {
          const auto seen = pats;
          const auto time = std::chrono::seconds(patience());
          if (!patted.wait_for(lock, over, time, [&] { return pats != seen; }))
            if (!over.stop_requested()) bite();
        }
      }) {}

void Watchdog::pat() {
  std::scoped_lock lock(mutex);
  ++pats;
  patted.notify_one();
}

}  // namespace workbook
