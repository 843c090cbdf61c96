// ./exo solution 31: the learner's answer and the reference, once it passes.
#include <cstdlib>

#include "commands.hpp"
#include "common/files.hpp"
#include "common/say.hpp"
#include "difference.hpp"
#include "present.hpp"

namespace companion {

asio::awaitable<int> solution(Options options) {
  const auto paint = paint_for_output();
  const auto exercise = wanted(read_exercises(), options);
  auto now = standing(exercise);
  if (now.state != State::passed && now.state != State::untouched) {
    co_await judge_and_remember(exercise);
    now = standing(exercise);
  }
  if (now.state != State::passed) {
    print(fold(say({"The solution of {} opens once it passes. Next is step {}: "
                    "./exo hint {} helps, from a question to an outline.",
                    "La solution de {} s'ouvre une fois l'exercice réussi. La "
                    "suite est l'étape {} : ./exo hint {} aide, de la question "
                    "au plan."},
                   exercise.id, now.first_failed, exercise.number),
               paint.width));
    co_return 1;
  }

  const auto yours = read_file(exercise.file());
  const auto reference = read_file(exercise.solution());
  print({paint.red("- " + exercise.file().generic_string()),
         paint.green("+ " + exercise.solution().generic_string()), ""});
  for (const auto& line : difference(yours, reference)) {
    const auto text = line.kind + (" " + line.text);
    print({line.kind == '-'   ? paint.red(text)
           : line.kind == '+' ? paint.green(text)
                              : text});
  }
  print({""});
  print(fold(say({"The comments of the reference say why this, and when "
                  "something else. Another answer that passes is right, too.",
                  "Les commentaires de la référence disent pourquoi ce choix, "
                  "et quand un autre. Une autre réponse qui passe est juste "
                  "elle aussi."}),
             paint.width));
  co_return 0;
}

}  // namespace companion
