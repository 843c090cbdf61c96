// ./exo reset 31: the stub again, and nothing lost.
#include "commands.hpp"
#include "common/say.hpp"
#include "pristine.hpp"

namespace companion {

asio::awaitable<int> reset_exercise(Options options) {
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

}  // namespace companion
