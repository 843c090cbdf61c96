// ./exo run 31 32, and ./exo check, which is all of them.
#include "commands.hpp"
#include "common/say.hpp"
#include "present.hpp"

namespace companion {

namespace {

// One line at the end of which there is the verdict.
std::string verdict_of(const Exercise& exercise, const Judged& judged,
                       const Paint& paint) {
  if (judged.passed())
    return paint.green(say({"{}: passed", "{} : réussi"}, exercise.id));
  if (!judged.built)
    return paint.red(
        say({"{}: does not compile", "{} : ne compile pas"}, exercise.id));
  return paint.yellow(
      say({"{}: step {} is next", "{} : la suite est l'étape {}"}, exercise.id,
          judged.first_failed()));
}

}  // namespace

namespace {

asio::awaitable<bool> run_one(Exercises exercises, Exercise exercise) {
  const auto paint = paint_for_output();
  const auto readme = read_readme(exercise);
  const auto judged = co_await judge_and_remember(exercise);

  print({paint.bold(headline(readme, paint))});
  print(steps_of(exercise, readme, standing(exercise), paint));
  print({""});
  if (judged.passed()) {
    print(learned(exercise, readme, paint, false));
    if (const auto all = recap(exercises, exercise, paint); !all.empty()) {
      print({""});
      print(all);
    }
    co_return true;
  }
  print(reason(judged, paint));
  print({"", verdict_of(exercise, judged, paint)});
  co_return false;
}

}  // namespace

asio::awaitable<int> run_exercises(Options options) {
  const auto exercises = read_exercises();
  const auto chosen = wanted_all(exercises, options.arguments);
  bool all = true;
  for (const auto& exercise : chosen) {
    if (&exercise != &chosen.front()) print({""});
    const bool passed = co_await run_one(exercises, exercise);
    all = all && passed;
  }
  co_return all ? 0 : 1;
}

asio::awaitable<int> check(Options) {
  const auto paint = paint_for_output();
  const auto exercises = read_exercises();
  bool all = true;
  for (const auto& exercise : exercises) {
    const auto judged = co_await judge_and_remember(exercise);
    print({verdict_of(exercise, judged, paint)});
    all = all && judged.passed();
  }
  const auto sum = progress(exercises);
  print({say({"{} of {} steps pass", "étapes réussies : {} sur {}"}, sum.done,
             sum.total)});
  co_return all ? 0 : 1;
}

}  // namespace companion
