// ./exo replay 38 4711 [step]: the story that a seed leads to, once more.
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "commands.hpp"
#include "common/files.hpp"
#include "common/process.hpp"
#include "common/say.hpp"

namespace companion {

asio::awaitable<int> replay(Options options) {
  auto& words = options.arguments;
  const std::string seed = words.size() > 1 ? words[1] : "";
  if (seed.empty() || seed.find_first_not_of("0123456789") != seed.npos)
    throw Misuse(say({"an exercise and a seed, please: ./exo replay 38 4711",
                      "un exercice et une graine : ./exo replay 38 4711"}));
  words.erase(words.begin() + 1);
  const auto exercise = wanted(read_exercises(), options);
  const int step = wanted_step(exercise, options);
  if (read_file(exercise.tests()).find("for_each_seed") == std::string::npos)
    throw Misuse(say({"the tests of {} have no seeds: they do the same each "
                      "time",
                      "les tests de l'{} n'ont pas de graines : ils font la "
                      "même chose à chaque fois"},
                     exercise.id));
  Command build;
  build.words = {"cmake", "--build", tree.string(), "--target", exercise.id};
  const auto built = co_await run(build);
  if (built.status != 0) {
    print(fold(built.output, paint_for_output().width));
    co_return 1;
  }
  ::setenv("WORKBOOK_SEED", seed.c_str(), 1);
  const auto program = tree / exercise.id;
  const auto tests = "[step" + std::to_string(step) + "]";
  ::execl(program.c_str(), program.c_str(), step == 0 ? nullptr : tests.c_str(),
          nullptr);
  throw std::system_error(errno, std::generic_category(), program.string());
}

}  // namespace companion
