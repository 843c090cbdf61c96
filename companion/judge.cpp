#include "judge.hpp"

#include <fstream>
#include <optional>
#include <stdexcept>

#include "common/files.hpp"
#include "common/junit.hpp"
#include "common/process.hpp"
#include "common/say.hpp"

namespace companion {

namespace {

// Is there anything of the learner's in what a failed build says? If not, the
// tree is broken, and not their code.
bool about_learner(const Exercise& exercise, const std::string& output) {
  return output.find(exercise.topic + ".cpp") != std::string::npos ||
         output.find("undefined") != std::string::npos;
}

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \n") == text.npos;
}

// CTest has ended a test, on a machine so busy that its watchdog came too late.
std::string ended_without_a_word() {
  return say(
      {"\n  The test was ended before it could say anything. Is there a "
       "loop without an\n  end, or is this machine very busy? Judge it "
       "once more.\n",
       "\n  Le test a été arrêté avant d'avoir rien pu dire. Y a-t-il "
       "une boucle sans fin,\n  ou cette machine est-elle très "
       "occupée ? Relancez la vérification.\n"});
}

// Nothing, if the report is not about this exercise: then CTest did not work.
std::optional<Judged> understood(const Exercise& exercise,
                                 const std::vector<TestCase>& report) {
  Judged judged;
  judged.steps.resize(static_cast<std::size_t>(exercise.steps));
  int known = 0;
  for (const auto& test : report) {
    const bool passed = test.status == "run";
    if (test.name == "build." + exercise.number) {
      judged.built = passed;
      judged.compiler = test.output;
    }
    for (int step = 1; step <= exercise.steps; ++step)
      if (test.name == exercise.id + ".step" + std::to_string(step)) {
        const bool silent = test.status == "fail" && is_blank(test.output);
        judged.steps[static_cast<std::size_t>(step) - 1] = {
            passed, silent ? ended_without_a_word() : test.output};
        ++known;
      }
  }
  if (known != exercise.steps) return {};
  return judged;
}

asio::awaitable<std::optional<Judged>> ask_ctest(const Exercise& exercise,
                                                 Ended& ended) {
  const auto report = fs::absolute(tree / "companion" / (exercise.id + ".xml"));
  fs::remove(report);
  Command ctest;
  ctest.words = {"ctest", "--test-dir", tree.string(), "-R",
                 "^" + exercise.id + "\\.step", "--no-tests=error",
                 "--output-junit", report.string(),
                 // Together: each endless loop takes five seconds to be ended.
                 "-j", std::to_string(exercise.steps),
                 // CTest keeps 1 kB of a test that passed: too little for the
                 // warnings of a compiler.
                 "--test-output-size-passed", "200000",
                 "--test-output-size-failed", "200000"};
  ended = co_await run(ctest);
  if (!fs::exists(report)) co_return std::nullopt;
  co_return understood(exercise, read_junit(read_file(report)));
}

}  // namespace

bool Judged::passed() const { return built && first_failed() == 0; }

int Judged::first_failed() const {
  for (std::size_t i = 0; i < steps.size(); ++i)
    if (!steps[i].passed) return static_cast<int>(i) + 1;
  return 0;
}

asio::awaitable<Judged> judge(Exercise exercise) {
  Ended ended;
  auto judged = co_await ask_ctest(exercise, ended);
  if (!judged ||
      (!judged->built && !about_learner(exercise, judged->compiler))) {
    Command again;
    again.words = {"cmake", "--fresh", "--preset", "learn"};
    ended = co_await run(again);
    if (ended.status == 0) judged = co_await ask_ctest(exercise, ended);
  }
  if (!judged)
    throw std::runtime_error(
        say({"the build tree does not work; ./exo doctor looks at your "
             "tools:\n{}",
             "le répertoire de compilation ne fonctionne pas ; ./exo doctor "
             "examine vos outils :\n{}"},
            ended.output));
  co_return *judged;
}

std::string build_progress(const Exercise& exercise) {
  std::ifstream log(tree / "exercise" / (exercise.id + ".build.txt"));
  std::string last;
  for (std::string line; std::getline(log, line);)
    if (line.starts_with('[')) last = std::move(line);
  // "[3/12] Building CXX object .../teacher.cpp.o"
  const auto end = last.find(']');
  const auto slash = last.rfind('/');
  if (end == last.npos || slash == last.npos || slash < end) return "";
  auto name = last.substr(slash + 1);
  if (name.ends_with(".o")) name.resize(name.size() - 2);
  return last.substr(0, end + 1) + ' ' + name;
}

}  // namespace companion
