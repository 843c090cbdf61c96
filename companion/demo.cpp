// ./exo demo 31: builds the demo of an exercise and becomes it.
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <vector>

#include "commands.hpp"
#include "common/process.hpp"

namespace companion {

asio::awaitable<int> demo(Options options) {
  const auto exercise = wanted(read_exercises(), options);
  const auto name = "demo" + exercise.number;
  Command build;
  build.words = {"cmake", "--build", tree.string(), "--target", name};
  const auto built = co_await run(build);
  if (built.status != 0) {
    print(fold(built.output, paint_for_output().width));
    co_return 1;
  }
  const auto program = tree / name;
  // What follows the exercise is for the demo: ./exo demo 38 7000
  std::vector<char*> words{const_cast<char*>(program.c_str())};
  for (std::size_t i = 1; i < options.arguments.size(); ++i)
    words.push_back(options.arguments[i].data());
  words.push_back(nullptr);
  ::execv(program.c_str(), words.data());
  throw std::system_error(errno, std::generic_category(), program.string());
}

}  // namespace companion
