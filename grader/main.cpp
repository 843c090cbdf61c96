// ./exo grade: grades submissions. See README.md in this folder.
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <set>
#include <thread>

#include "base.hpp"
#include "class.hpp"
#include "common/command_line.hpp"
#include "common/files.hpp"
#include "common/run_main.hpp"
#include "common/say.hpp"
#include "points.hpp"
#include "roster.hpp"
#include "sandbox.hpp"
#include "text.hpp"

namespace {

using namespace grader;
using workbook::Misuse;
using workbook::say;

struct Options {
  Order order;
  fs::path points;
  fs::path roster;
  std::string title = "Workbook";
  std::vector<std::string> only;  // exercises; all if it is empty
  int late_days = 0;
  bool bubblewrap = true;
  bool collect = false;
  bool prepare = false;
  bool help = false;
};

constexpr workbook::Text usage{
    "./exo grade SUBMISSION... [OPTION...]; ./exo grade --help lists them",
    "./exo grade RENDU... [OPTION...] ; ./exo grade --help les donne"};

// The launcher prints the same file, and needs no program for it.
std::string help_text() {
  return workbook::read_file(workbook::french() ? "grader/help.fr.txt"
                                                : "grader/help.txt");
}

int parse_number(const std::string& option, const std::string& text, int least,
                 int most) {
  char* end = nullptr;
  const long number = std::strtol(text.c_str(), &end, 10);
  if (text.empty() || *end || number < least || number > most)
    throw Misuse(say({"{} wants a number from {} to {}, not {}",
                      "{} attend un nombre de {} à {}, pas {}"},
                     option, least, most, text));
  return static_cast<int>(number);
}

// Those that are to be graded, in their order.
Exercises choose(const Exercises& all, const std::vector<std::string>& only) {
  if (only.empty()) return all;
  std::set<std::string> wanted;
  for (const auto& name : only) {
    const auto* exercise = workbook::find(all, name);
    if (!exercise)
      throw Misuse(say({"--only: there is no exercise {}",
                        "--only : l'exercice {} n'existe pas"},
                       name));
    wanted.insert(exercise->id);
  }
  Exercises chosen;
  for (const auto& exercise : all)
    if (wanted.contains(exercise.id)) chosen.push_back(exercise);
  return chosen;
}

Options parse(int argc, char** argv) {
  Options options;
  options.order.out = "grades";
  // Half as many again as cores: a job waits now and then, while its sandbox is
  // made or taken away.
  const auto cores = std::max(1u, std::thread::hardware_concurrency());
  options.order.jobs = static_cast<int>(cores + cores / 2);
  const auto words = workbook::command_line(argc, argv);
  for (std::size_t i = 0; i < words.size(); ++i) {
    const auto& word = words[i];
    const auto value = [&]() -> std::string {
      if (++i >= words.size())
        throw Misuse(say({"{} wants a value; {}", "{} attend une valeur ; {}"},
                         word, usage.spoken()));
      return words[i];
    };
    if (word == "grade" && i == 0)
      continue;
    else if (word == "--help" || word == "-h")
      options.help = true;
    else if (word == "--out")
      options.order.out = value();
    else if (word == "--jobs")
      options.order.jobs = parse_number(word, value(), 1, 256);
    else if (word == "--only")
      options.only.push_back(value());
    else if (word == "--before")
      options.order.deadline = read_deadline(value());
    else if (word == "--late-days")
      options.late_days = parse_number(word, value(), 0, 366);
    else if (word == "--roster")
      options.roster = value();
    else if (word == "--title")
      options.title = value();
    else if (word == "--prepare")
      options.prepare = true;
    else if (word == "--points")
      options.points = value();
    else if (word == "--again")
      options.order.again = true;
    else if (word == "--collect")
      options.collect = true;
    else if (word == "--no-bubblewrap")
      options.bubblewrap = false;
    else if (word.starts_with("-"))
      throw Misuse(
          say({"there is no option {}; {}", "l'option {} n'existe pas ; {}"},
              word, usage.spoken()));
    else
      options.order.submissions.push_back(word);
  }
  if (options.order.deadline)
    options.order.deadline->late_days = options.late_days;
  else if (options.late_days)
    throw Misuse(say({"--late-days needs --before DATE",
                      "--late-days demande --before DATE"}));
  if (options.order.submissions.empty() && !options.help && !options.prepare)
    throw Misuse(
        say({"which submission? {}", "quel rendu ? {}"}, usage.spoken()));
  return options;
}

// One line for each submission.
int report(const Class& results, const Exercises& exercises,
           const Points& points, const Options& options) {
  int failed = 0;
  for (const auto& result : results) {
    failed += !result.failure.empty() && !result.absent;
    if (result.failure.empty())
      fmt::print("{:>7} / {}  {}\n", points_text(earned(result, points)),
                 points_text(points.of(exercises)), result.name);
    else
      fmt::print("{:>7}    {}  {}: {}\n", "-",
                 std::string(points_text(points.of(exercises)).size(), ' '),
                 result.name, result.failure);
  }
  fmt::print("{}\n", say({"The reports are in {}", "Les rapports sont dans {}"},
                         options.order.out.string()));
  return failed == 0 ? 0 : 1;
}

asio::awaitable<int> grade(Options options, fs::path program) {
  if (options.help) {
    fmt::print("{}", help_text());
    co_return 0;
  }
  const auto tree = program.parent_path().parent_path();
  const auto all = workbook::read_exercises();
  const auto exercises = choose(all, options.only);
  const auto points =
      options.points.empty() ? Points() : Points(options.points, all);
  const auto roster =
      options.roster.empty() ? Roster() : Roster(options.roster);
  Class results;
  if (options.collect) {
    results = collect(options.order.submissions, exercises);
  } else {
    const auto sandbox = co_await Sandbox::make(
        program.parent_path() / "confine", options.bubblewrap);
    fmt::print(stderr, "{}\n{}\n", sandbox.description(),
               say({"Building the tests...", "Construction des tests..."}));
    const auto base = co_await prepare_base(all, exercises, tree);
    if (options.prepare && options.order.submissions.empty()) co_return 0;
    results = co_await grade_class(base, sandbox, points, options.order);
  }
  roster.call(results, options.collect
                           ? workbook::Text{"no results", "aucun résultat"}
                           : workbook::Text{"not handed in", "non rendu"});
  write_class(options.order.out, results, exercises, points, roster,
              options.title);
  co_return report(results, exercises, points, options);
}

}  // namespace

int main(int argc, char** argv) {
  // Submissions run as another user, who must be able to read these.
  ::umask(022);
  // And what they are not to read: our memory and our environment.
  ::prctl(PR_SET_DUMPABLE, 0);
  return workbook::run_main([&] {
    return grade(parse(argc, argv), fs::canonical("/proc/self/exe"));
  });
}
