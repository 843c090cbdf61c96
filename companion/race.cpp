// ./exo race 38: the learner's program and the reference, side by side.
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "commands.hpp"
#include "common/process.hpp"
#include "common/say.hpp"

namespace companion {

asio::awaitable<int> race(Options options) {
  const auto exercise = wanted(read_exercises(), options);
  const auto script = fs::path("tests/real") / exercise.name / "race";
  if (!fs::exists(script))
    throw Misuse(say({"{} has nothing to race", "{} ne fait pas de course"},
                     exercise.id));
  print({say({"Compiling both, optimised: about a minute ...",
              "Compilation des deux, optimisée : environ une minute ..."})});
  Command build;
  build.words = {"cmake", "--build", tree.string(), "--target",
                 "race" + exercise.number};
  const auto built = co_await run(build);
  if (built.status != 0) {
    print(fold(built.output, paint_for_output().width));
    co_return 1;
  }
  const auto mine = tree / ("racer" + exercise.number + ".yours");
  const auto reference = tree / ("racer" + exercise.number + ".reference");
  ::execl(script.c_str(), script.c_str(), mine.c_str(), reference.c_str(),
          nullptr);
  throw std::system_error(errno, std::generic_category(), script.string());
}

}  // namespace companion
