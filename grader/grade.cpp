#include "grade.hpp"

#include <fmt/format.h>

#include <charconv>
#include <random>
#include <support/explain.hpp>

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

// What the tests said, after the secret; nothing if they did not say it all.
struct Attested {
  bool complete = false;
  int result = -1;
  std::vector<std::string> passed;  // with assertions, and none failed
  std::string visible;              // what the program wrote before
};

Attested read_attestation(const std::string& output,
                          const std::string& secret) {
  Attested attested;
  const auto begin = output.find("\n" + secret + " begin\n");
  attested.visible = output.substr(0, begin);
  if (begin == output.npos) return attested;
  std::string_view rest(output);
  rest.remove_prefix(begin + secret.size() + 8);
  while (!rest.empty()) {
    auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    if (!line.starts_with(secret + " ")) return attested;
    line.remove_prefix(secret.size() + 1);
    const auto end = line.data() + line.size();
    if (line.starts_with("end ")) {
      std::from_chars(line.data() + 4, end, attested.result);
      attested.complete = true;
      break;
    }
    unsigned good = 0, bad = 0;
    auto [after, error] = std::from_chars(line.data(), end, good);
    if (error == std::errc{} && after < end)
      after = std::from_chars(after + 1, end, bad).ptr;
    if (after < end && good > 0 && bad == 0)
      attested.passed.emplace_back(after + 1, end);
  }
  // Something wrote on after the end: then it was not the end.
  if (!rest.empty()) attested.complete = false;
  return attested;
}

StepResult judge(const Ended& ended, const std::string& secret,
                 const std::vector<std::string>& expected) {
  auto attested = read_attestation(ended.output, secret);
  StepResult step;
  step.message = clean(attested.visible, message_limit);
  const auto add = [&](const std::string& why) {
    if (!step.message.empty() && !step.message.ends_with('\n'))
      step.message += '\n';
    step.message += why + '\n';
  };
  if (const auto why = stopped(ended, testing); !why.empty()) {
    add(why);
  } else if (ended.status == 0 && attested.complete && attested.result == 0 &&
             attested.passed == expected) {
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

// Compiles and links; returns what is wrong, or "".
asio::awaitable<std::string> build(const Base& base, const Recipe& recipe,
                                   const LearnerFile& file,
                                   const Sandbox& sandbox, fs::path job,
                                   int slot) {
  const auto& exercise = recipe.exercise;
  if (!file.problem.empty()) co_return problem_of(exercise, file);
  if (const auto bad = inspect_source(file.content); !bad.empty())
    co_return about(exercise, bad);

  const auto staged = job / exercise.file();
  write_file(staged, file.content);
  sandbox.hand_over(job, slot);
  Access access;
  access.readable = base.needed;
  access.readable.push_back(base.source);
  access.readable.push_back(base.tree);
  access.writable = job;
  access.folder = base.tree;

  const auto shell = [&](const std::string& command) {
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

  auto ended = co_await workbook::run(shell(recipe.compile));
  if (ended.status != 0 || !fs::is_regular_file(job / "answer.o"))
    co_return co_await refuse(ended);

  std::vector<fs::path> allowed = {base.source, base.tree, staged, "/usr",
                                   "/lib"};
  allowed.insert(allowed.end(), base.needed.begin(), base.needed.end());
  for (const auto& bad :
       {inspect_dependencies(read_file(job / "answer.o.d"), allowed),
        inspect_object(read_file(job / "answer.o"))})
    if (!bad.empty()) co_return about(exercise, clean(bad, 1000));

  ended = co_await workbook::run(shell(recipe.link));
  if (ended.status != 0 || !fs::is_regular_file(job / exercise.id))
    co_return co_await refuse(ended);
  // The program must not be able to replace itself.
  sandbox.take_back(job);
  co_return "";
}

asio::awaitable<StepResult> test(const Recipe& recipe, const Sandbox& sandbox,
                                 fs::path job, int slot, int step) {
  const auto program = job / recipe.exercise.id;
  const auto own = job / "scratch";
  fs::create_directory(own);
  sandbox.hand_over(own, slot);
  Access access;
  access.readable = {program};
  access.writable = sandbox.name() == "limits" ? own : fs::path();
  auto command = sandbox.wrap({program.string(), fmt::format("[step{}]", step)},
                              testing, access, slot);
  command.input = make_secret();
  const auto ended = co_await workbook::run(command);
  co_await sandbox.sweep(slot);
  remove_folder(own);
  co_return judge(ended, command.input,
                  recipe.cases[static_cast<std::size_t>(step) - 1]);
}

}  // namespace

asio::awaitable<ExerciseResult> grade_exercise(const Base& base,
                                               const Recipe& recipe,
                                               LearnerFile file,
                                               const Sandbox& sandbox,
                                               fs::path scratch, int slot) {
  ExerciseResult result;
  result.exercise = recipe.exercise;
  result.problem = co_await build(base, recipe, file, sandbox, scratch, slot);
  for (int step = 1; step <= recipe.exercise.steps; ++step) {
    if (result.problem.empty())
      result.steps.push_back(
          co_await test(recipe, sandbox, scratch, slot, step));
    else
      result.steps.push_back({Status::error, ""});
  }
  remove_folder(scratch);
  fs::create_directory(scratch);
  co_return result;
}

}  // namespace grader
