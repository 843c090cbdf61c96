#include "grade.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <random>
#include <stdexcept>
#include <support/explain.hpp>
#include <system_error>

#include "common/files.hpp"
#include "common/say.hpp"
#include "common/strings.hpp"
#include "inspect.hpp"
#include "text.hpp"

namespace grader {

namespace {

using workbook::Ended;
using workbook::read_file;
using workbook::say;
using workbook::write_file;

constexpr std::size_t message_limit = 8000;  // bytes

// 256 bits: nobody guesses them.
std::string make_secret() {
  std::random_device device;
  std::string secret;
  for (int word = 0; word < 8; ++word)
    secret += fmt::format("{:08x}", device());
  return secret;
}

std::string in_job(std::string command, const fs::path& job) {
  workbook::replace_all(command, Recipe::job, job.string());
  return command;
}

// Removes it even if what ran in it has taken away our right to.
void remove_folder(const fs::path& folder) {
  std::error_code refused;
  fs::remove_all(folder, refused);
  if (!refused) return;
  fs::permissions(folder, fs::perms::owner_all, refused);
  for (fs::recursive_directory_iterator at(folder), end; at != end; ++at)
    if (at->symlink_status().type() == fs::file_type::directory)
      fs::permissions(at->path(), fs::perms::owner_all);
  fs::remove_all(folder);
}

// Why a program was stopped; "" if it ended by itself.
std::string stopped(const Ended& ended, const Limits& limits) {
  if (ended.timed_out)
    return say(
        {"It was stopped after {} seconds.", "Arrêté au bout de {} secondes."},
        limits.wall);
  if (ended.flooded)
    return say({"It was stopped because it wrote more than {} kB.",
                "Arrêté pour avoir écrit plus de {} ko."},
               limits.output / 1000);
  // SIGKILL and SIGXCPU: what the system sends when a limit is reached.
  if (ended.status == 128 + 24 || ended.status == 128 + 9)
    return say({"The system stopped it: more than {} seconds of computing, or "
                "too much memory.",
                "Le système l'a arrêté : plus de {} secondes de calcul, ou "
                "trop de mémoire."},
               limits.cpu);
  if (ended.status == 128 + 25)
    return say({"The system stopped it: a file of more than {} MiB.",
                "Le système l'a arrêté : un fichier de plus de {} Mio."},
               limits.file);
  return "";
}

// The report of the tests about themselves: tests/support/attest.hpp.
struct Attested {
  struct Test {
    std::string name;
    unsigned passed = 0;        // assertions
    unsigned failed = 0;        // assertions
    unsigned expectations = 0;  // that were asked
    unsigned failed_at = 0;     // the first of them that failed
  };
  bool complete = false;
  unsigned result = 0;
  std::vector<Test> tests;
};

Attested read_attestation(std::string_view answer, const std::string& secret) {
  Attested attested;
  const auto take_line = [&] {
    const auto line = answer.substr(0, answer.find('\n'));
    answer.remove_prefix(std::min(answer.size(), line.size() + 1));
    return line;
  };
  if (take_line() != secret) return attested;
  while (!answer.empty() && !attested.complete) {
    auto line = take_line();
    const auto number = [&] {
      unsigned value = 0;
      const auto after =
          std::from_chars(line.data(), line.data() + line.size(), value).ptr;
      line.remove_prefix(std::min(
          line.size(), static_cast<std::size_t>(after - line.data()) + 1));
      return value;
    };
    if (line.starts_with("end ")) {
      line.remove_prefix(4);
      attested.result = number();
      attested.complete = answer.empty();
      return attested;
    }
    Attested::Test test;
    test.passed = number();
    test.failed = number();
    test.expectations = number();
    test.failed_at = number();
    test.name = line;
    attested.tests.push_back(std::move(test));
  }
  return attested;
}

bool all_passed(const Attested& attested,
                const std::vector<std::string>& expected) {
  if (!attested.complete || attested.result != 0 ||
      attested.tests.size() != expected.size())
    return false;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const auto& test = attested.tests[i];
    if (test.name != expected[i] || test.passed == 0 || test.failed != 0)
      return false;
  }
  return true;
}

// One expectation of one test case, both counted from 1.
struct Place {
  std::size_t test = 0;
  unsigned expectation = 0;
};

// All went well up to this place, and there it failed, because it was turned
// round.
bool failed_only_at(Place place, const Attested& attested,
                    const std::vector<std::string>& expected) {
  if (!attested.complete || attested.result == 0 ||
      attested.tests.size() != place.test)
    return false;
  for (std::size_t i = 0; i < place.test; ++i) {
    const auto& test = attested.tests[i];
    const bool last = i + 1 == place.test;
    if (test.name != expected[i] ||
        (last ? test.failed == 0 || test.failed_at != place.expectation
              : test.failed != 0 || test.passed == 0))
      return false;
  }
  return true;
}

// An expectation that was asked. At the first attempt, each is as likely as the
// others. Some tests ask one again and again until something has happened, more
// often on a busy machine: later attempts choose among the first ones of each
// test, and then the very first one, which every run comes to.
Place any_place(const Attested& attested, int attempt) {
  std::vector<unsigned> asked;
  for (const auto& test : attested.tests)
    asked.push_back(attempt == 0
                        ? test.expectations
                        : std::min(test.expectations, attempt == 1 ? 4u : 1u));
  unsigned sum = 0;
  for (auto count : asked) sum += count;
  if (sum == 0) return {};
  std::random_device device;
  auto chosen = std::uniform_int_distribution<unsigned>(1, sum)(device);
  Place place;
  for (auto count : asked) {
    ++place.test;
    place.expectation = chosen;
    if (chosen <= count) break;
    chosen -= count;
  }
  return place;
}

StepResult judge(const Ended& ended, bool passed) {
  StepResult step;
  step.message = clean(ended.output, message_limit);
  const auto add = [&](const std::string& why) {
    if (!step.message.empty() && !step.message.ends_with('\n'))
      step.message += '\n';
    step.message += why + '\n';
  };
  if (const auto why = stopped(ended, testing); !why.empty()) {
    add(why);
  } else if (ended.status == 0 && passed) {
    step.status = Status::pass;
  } else if (ended.status == 0) {
    add(
        say({"The program ended with success, but the tests had not come to "
             "their end: this does not count.",
             "Le programme s'est terminé avec succès, mais les tests n'étaient "
             "pas arrivés à leur fin : cela ne compte pas."}));
  } else if (ended.status < 128) {
    step.status = Status::fail;
  } else {
    add(say({"The program was ended by signal {}.",
             "Le programme a été arrêté par le signal {}."},
            ended.status - 128));
  }
  return step;
}

// A small file that the compiler or a program of ours has written; "" if it is
// none.
std::string read_small(const fs::path& path) {
  std::error_code none;
  constexpr std::uintmax_t largest = 1 << 20;
  if (!fs::is_regular_file(fs::symlink_status(path, none)) ||
      fs::file_size(path, none) > largest)
    return "";
  return read_file(path);
}

// Compiles and links; returns what is wrong, or "".
asio::awaitable<std::string> build(const Base& base, const Recipe& recipe,
                                   const LearnerFile& file,
                                   const Sandbox& sandbox, fs::path job,
                                   int slot, std::vector<std::string>& calls) {
  const auto& exercise = recipe.exercise;
  if (!file.problem.empty()) co_return problem_of(exercise, file);
  if (const auto bad = inspect_source(file.content); !bad.empty())
    co_return about(exercise, bad);

  const auto staged = job / exercise.file();
  write_file(staged, file.content);
  sandbox.hand_over(job, slot);
  Access compiler;
  compiler.readable = base.needed;
  // No test is there to be read, and nothing that was built from one.
  const std::vector<fs::path> headers = {
      base.source / "exercises", base.source / "cmake",
      base.tree / "CMakeFiles/workbook_precompiled.dir"};
  compiler.readable.insert(compiler.readable.end(), headers.begin(),
                           headers.end());
  compiler.writable = job;
  compiler.folder = base.tree;
  Access examiner;
  examiner.readable = {sandbox.examine(), base.tree / "grade",
                       job / "answer.o"};
  Access linker = compiler;
  linker.readable = base.needed;
  linker.readable.push_back(base.tree / "grade");

  const auto shell = [&](const std::string& command, const Access& access) {
    return sandbox.wrap({"/bin/sh", "-c", in_job(command, job)}, compiling,
                        access, slot);
  };
  const auto refuse = [&](const Ended& ended) -> asio::awaitable<std::string> {
    auto output = ended.output;
    for (const auto& folder : {job, base.source})
      workbook::replace_all(output, folder.string() + "/", "");
    output = clean(output, message_limit);
    auto why = stopped(ended, compiling);
    // The same plain words that a learner gets at home.
    if (why.empty()) why = workbook::explain(output);
    if (!why.empty() && !why.ends_with('\n')) why += '\n';
    co_return clean(why, message_limit) + output;
  };

  auto ended = co_await workbook::run(shell(recipe.compile, compiler));
  if (ended.status != 0 || !fs::is_regular_file(job / "answer.o"))
    co_return co_await refuse(ended);
  // Only this object file is linked: no text of the learner's reaches the
  // linker.
  fs::remove(staged);

  std::vector<fs::path> allowed = {staged, "/usr", "/lib"};
  for (const auto& paths : {headers, base.needed})
    allowed.insert(allowed.end(), paths.begin(), paths.end());
  const std::vector<std::string> words = {
      sandbox.examine().string(), exercise.id,         job / "answer.o",
      recipe.judge.string(),      base.given.string(), base.system.string()};
  const auto examined =
      co_await workbook::run(sandbox.wrap(words, examining, examiner, slot));
  // It could not even begin: that is no fault of the learner's.
  if (examined.status == 2 || examined.status == 126 || examined.status == 127)
    throw std::runtime_error(examined.output);
  for (const auto& bad :
       {inspect_dependencies(read_small(job / "answer.o.d"), allowed),
        inspect_object(examined.output, calls)})
    if (!bad.empty()) co_return about(exercise, clean(bad, 1000));

  ended = co_await workbook::run(shell(recipe.link, linker));
  if (ended.status != 0 || !fs::is_regular_file(job / exercise.id))
    co_return co_await refuse(ended);
  // The program must not be able to replace itself.
  sandbox.take_back(job);
  co_return "";
}

// Runs one step, with one expectation turned round if `place` names one.
asio::awaitable<Ended> run_step(const Recipe& recipe, const Sandbox& sandbox,
                                fs::path job, int slot, int step, Place place,
                                std::string secret) {
  const auto program = job / recipe.exercise.id;
  const auto own = job / "scratch";
  fs::create_directory(own);
  sandbox.hand_over(own, slot);
  Access access;
  access.readable = {program};
  access.writable = sandbox.own_files() ? fs::path() : own;
  auto command = sandbox.wrap({program.string(), fmt::format("[step{}]", step)},
                              testing, access, slot);
  command.input =
      fmt::format("{:05} {:08} \n{}", place.test, place.expectation, secret);
  command.private_channel = true;
  auto ended = co_await workbook::run(command);
  co_await sandbox.sweep(slot);
  remove_folder(own);
  co_return ended;
}

// A program that has passed is asked again, with an expectation turned round:
// it must fail there. Some places are inside of what a test does with threads,
// where a failure ends the program in another way: then another place is asked.
asio::awaitable<bool> can_fail(const Recipe& recipe, const Sandbox& sandbox,
                               fs::path job, int slot, int step,
                               const Attested& attested) {
  const auto& expected = recipe.cases[static_cast<std::size_t>(step) - 1];
  // Where several tests have such places, a few attempts may all meet one: an
  // honest answer must not lose a step by that.
  for (int attempt = 0; attempt < 12; ++attempt) {
    const auto place = any_place(attested, attempt);
    if (place.test == 0) co_return false;
    const auto secret = make_secret();
    const auto ended =
        co_await run_step(recipe, sandbox, job, slot, step, place, secret);
    if (ended.status != 0 &&
        failed_only_at(place, read_attestation(ended.answer, secret), expected))
      co_return true;
  }
  co_return false;
}

asio::awaitable<StepResult> test(const Recipe& recipe, const Sandbox& sandbox,
                                 fs::path job, int slot, int step) {
  const auto& expected = recipe.cases[static_cast<std::size_t>(step) - 1];
  const auto secret = make_secret();
  const auto ended =
      co_await run_step(recipe, sandbox, job, slot, step, Place(), secret);
  const auto attested = read_attestation(ended.answer, secret);
  auto result = judge(ended, all_passed(attested, expected));
  if (result.status == Status::pass &&
      !co_await can_fail(recipe, sandbox, job, slot, step, attested)) {
    result.status = Status::error;
    result.message += say(
        {"The tests passed, and passed as well when what one of them expects "
         "was turned round: this does not count.",
         "Les tests ont réussi, mais ils ont réussi aussi quand on a retourné "
         "ce que l'un d'eux attend : cela ne compte pas."});
  }
  co_return result;
}

}  // namespace

asio::awaitable<ExerciseResult> grade_exercise(
    const Base& base, const Recipe& recipe, LearnerFile file,
    const Sandbox& sandbox, fs::path scratch, int slot,
    std::chrono::nanoseconds& budget) {
  ExerciseResult result;
  result.exercise = recipe.exercise;
  result.missing = file.missing;
  result.problem =
      co_await build(base, recipe, file, sandbox, scratch, slot, result.calls);
  for (int step = 1; step <= recipe.exercise.steps; ++step) {
    if (!result.problem.empty()) {
      result.steps.push_back({Status::error, ""});
    } else if (budget <= budget.zero()) {
      result.steps.push_back(
          {Status::error,
           say({"Not run: the tests of this submission have taken all the time "
                "that they had together.\n",
                "Pas exécuté : les tests de ce rendu ont pris tout le temps "
                "qu'ils avaient ensemble.\n"})});
    } else {
      const auto begun = std::chrono::steady_clock::now();
      result.steps.push_back(
          co_await test(recipe, sandbox, scratch, slot, step));
      budget -= std::chrono::steady_clock::now() - begun;
    }
  }
  remove_folder(scratch);
  fs::create_directory(scratch);
  co_return result;
}

}  // namespace grader
