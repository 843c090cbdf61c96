// ./exo hint 31 [step]: one more hint each time, for the step that is next.
#include <algorithm>

#include "commands.hpp"
#include "common/say.hpp"
#include "present.hpp"

namespace companion {

namespace {

asio::awaitable<int> next_step(Exercise exercise) {
  auto now = standing(exercise);
  if (now.state == State::unjudged) {
    co_await judge_and_remember(exercise);
    now = standing(exercise);
  }
  co_return now.first_failed();
}

}  // namespace

asio::awaitable<int> hint(Options options) {
  const auto paint = paint_for_output();
  const auto exercise = wanted(read_exercises(), options);
  int step = wanted_step(exercise, options);
  if (step == 0) step = co_await next_step(exercise);
  if (step == 0) {
    print({say({"{} passes: there is nothing to hint at.",
                "{} est réussi : il n'y a plus d'indice à donner."},
               exercise.id)});
    co_return 0;
  }

  const auto readme = read_readme(exercise);
  const int count = count_hints(readme, step);
  const int seen = std::min(hints_seen(exercise, step) + 1, count);
  remember_hints(exercise, step, seen);
  print(hints(readme, step, seen, paint));
  print({"",
         paint.dim(say({"Hint {} of {}.", "Indice {} sur {}."}, seen, count))});
  co_return 0;
}

}  // namespace companion
