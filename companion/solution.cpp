// ./exo solution 31 [step]: the learner's answer and the reference, once it
// passes.
#include <stdio.h>
#include <unistd.h>

#include <cstdlib>

#include "commands.hpp"
#include "common/say.hpp"
#include "compare.hpp"
#include "present.hpp"

namespace companion {

namespace {

// Through a pager, where there is a terminal and one is installed.
void print_paged(const Lines& lines) {
  const bool pager = ::isatty(STDOUT_FILENO) &&
                     std::system("command -v less >/dev/null 2>&1") == 0;
  FILE* pipe = pager ? ::popen("less -FRX", "w") : nullptr;
  if (!pipe) return print(lines);
  for (const auto& line : lines) std::fputs((line + '\n').c_str(), pipe);
  ::pclose(pipe);
}

}  // namespace

asio::awaitable<int> solution(Options options) {
  const auto paint = paint_for_output();
  const auto exercise = wanted(read_exercises(), options);
  const int step = wanted_step(exercise, options);
  auto now = standing(exercise);
  if (now.state != State::passed && now.state != State::untouched) {
    co_await judge_and_remember(exercise);
    now = standing(exercise);
  }
  if (now.state != State::passed) {
    print(
        fold(say({"The solution of {} opens once it passes. Next is step {}: "
                  "./exo hint {} helps, from a question to an outline.",
                  "La solution de l'{} s'ouvre une fois l'exercice réussi. La "
                  "suite est l'étape {} : ./exo hint {} aide, de la question "
                  "au plan."},
                 exercise.id, now.first_failed(), exercise.number),
             paint.width));
    co_return 1;
  }
  print_paged(compared(exercise, step, paint));
  co_return 0;
}

}  // namespace companion
