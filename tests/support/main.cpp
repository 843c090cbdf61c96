// Runs the tests of one exercise: exo31 "[step2]".
//
// Exit status 0 means that at least one test ran, that all passed, and that
// the tests, not the code under test, ended the program.

#if __has_include(<catch2/catch_session.hpp>)
#include <catch2/catch_session.hpp>
#else
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#define WORKBOOK_CATCH2_2 1
#endif

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <string_view>
#include <support/attest.hpp>
#include <support/story.hpp>
#include <support/watchdog.hpp>
#include <vector>

#if defined(__unix__) || defined(__APPLE__)
#include <sys/time.h>
#include <unistd.h>
#define WORKBOOK_POSIX 1
#endif

namespace {

using workbook::Text;

enum class Stage { before_main, in_main, done };
Stage stage = Stage::before_main;

// exit() called by the code under test must not look like a success.
void refuse_early_exit() {
  if (stage == Stage::done) return;
  std::puts(
      Text{"\n  Your code ended the program before the tests were over. "
           "Look for exit().",
           "\n  Votre code a terminé le programme avant la fin des "
           "tests. Cherchez exit()."}
          .spoken()
          .c_str());
  std::fflush(stdout);
  std::_Exit(EXIT_FAILURE);
}

[[noreturn]] void tell_and_abort() {
  if (stage == Stage::before_main)
    std::puts(
        Text{"\n  Your code ended the program before main() began. Look "
             "at its global variables: what initialises them throws.",
             "\n  Votre code a arrêté le programme avant main(). "
             "Regardez ses variables globales : leur initialisation "
             "lève une exception."}
            .spoken()
            .c_str());
  else
    workbook::Story::tell_running("", workbook::happens::ends_program);
  std::fflush(stdout);
  std::abort();
}

#ifdef WORKBOOK_POSIX
// Before main() there is no watchdog yet: a timer of the system stands in for
// it. It counts the time that the program has a core, so that a busy machine,
// where a program may take seconds to begin, does no harm.
void stop_before_main(int) {
  constexpr std::string_view text =
      "\n  Your code ran before main() and never came back. Look at its global "
      "variables.\n  Votre code tournait avant main() et n'est jamais revenu. "
      "Regardez ses variables globales.\n";
  [[maybe_unused]] auto written = ::write(1, text.data(), text.size());
  ::_exit(EXIT_FAILURE);
}

void watch_before_main(int seconds) {
  const itimerval timer{{0, 0}, {seconds, 0}};
  ::setitimer(ITIMER_PROF, &timer, nullptr);
}

// After the tests there is none any more: a thread that is waited for, or the
// destructor of a global variable, may keep the program from ending.
void stop_after_main(int) {
  constexpr std::string_view text =
      "\n  The tests are over, and your code does not let the program end. "
      "Look at its threads and its global variables; Asio's system_executor "
      "has threads, too.\n  Les tests sont finis, et votre code empêche le "
      "programme de se terminer. Regardez ses fils d'exécution et ses "
      "variables globales ; le system_executor d'Asio a des fils, lui "
      "aussi.\n";
  [[maybe_unused]] auto written = ::write(1, text.data(), text.size());
  ::_exit(EXIT_FAILURE);
}

// Far more than any program needs to end, however busy the machine.
void watch_after_main() {
  std::signal(SIGALRM, stop_after_main);
  const itimerval timer{{0, 0}, {15, 0}};
  ::setitimer(ITIMER_REAL, &timer, nullptr);
}

__attribute__((constructor(101))) void guard_static_initialisation() {
  workbook::attest_begin();
  std::set_terminate(tell_and_abort);
  std::signal(SIGPROF, stop_before_main);
  watch_before_main(5);
}
#endif

bool names_reporter(std::string_view argument) {
  return argument.starts_with("-r") || argument.starts_with("--reporter") ||
         argument.starts_with("--list") || argument.starts_with("-l");
}

}  // namespace

int main(int argc, char** argv) {
#ifdef WORKBOOK_POSIX
  watch_before_main(0);
#endif
  stage = Stage::in_main;
  std::set_terminate(tell_and_abort);
  std::atexit(refuse_early_exit);
#if !defined(__APPLE__) && !defined(__MINGW32__)
  std::at_quick_exit(refuse_early_exit);
#endif

  std::vector<const char*> arguments(argv, argv + argc);
  bool as_teacher = true;
  for (auto argument : arguments) as_teacher &= !names_reporter(argument);
  if (as_teacher)
    for (auto option :
         {"--reporter", "teacher", "--order", "decl", "--invisibles"})
      arguments.push_back(option);
  // A trace records every test, so a failure does not end the run.
  if (as_teacher && !std::getenv("WORKBOOK_TRACE"))
    arguments.push_back("--abort");
#ifdef WORKBOOK_CATCH2_2
  // Catch2 3 fails by itself when no test matches; version 2 must be told.
  if (as_teacher)
    for (auto option : {"--warn", "NoTests"}) arguments.push_back(option);
#endif

  Catch::Session session;
  if (int wrong = session.applyCommandLine(static_cast<int>(arguments.size()),
                                           arguments.data()))
    return stage = Stage::done, wrong;
  int result = 0;
  {
    workbook::Watchdog watchdog;
    result = session.run();
  }
  std::fflush(stdout);
  workbook::attest_end(result);
  stage = Stage::done;
#ifdef WORKBOOK_POSIX
  watch_after_main();
#endif
  return result;
}
