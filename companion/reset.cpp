// ./exo reset 31: the stub again, and nothing lost; ./exo undo 31 takes it
// back.
#include "commands.hpp"
#include "common/say.hpp"
#include "pristine.hpp"

namespace companion {

asio::awaitable<int> reset_exercise(Options options) {
  require_name(options);
  const auto exercise = wanted(read_exercises(), options);
  const auto kept = co_await reset(exercise);
  const auto file = exercise.file().generic_string();
  if (kept.empty())
    print({say({"{} is the stub.", "{} est l'ébauche."}, file)});
  else
    print({say({"{} is the stub again. What you had written is in {}.",
                "{} est de nouveau l'ébauche. Ce que vous aviez écrit est "
                "dans {}."},
               file, kept)});
  co_return 0;
}

asio::awaitable<int> undo_reset(Options options) {
  require_name(options);
  const auto exercise = wanted(read_exercises(), options);
  const auto name = undo(exercise);
  const auto file = exercise.file().generic_string();
  if (name.empty())
    print({say({"There is nothing to undo: no reset has kept anything of {}.",
                "Il n'y a rien à défaire : rien de {} n'est gardé."},
               file)});
  else
    print({say({"{} is again what was kept in {}.",
                "{} est de nouveau ce que gardait {}."},
               file, name)});
  co_return name.empty() ? 1 : 0;
}

}  // namespace companion
