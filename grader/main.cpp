// ./exo grade: grades submissions. See README.md in this folder.
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdlib>
#include <thread>

#include "base.hpp"
#include "class.hpp"
#include "common/command_line.hpp"
#include "common/run_main.hpp"
#include "common/say.hpp"
#include "points.hpp"
#include "sandbox.hpp"
#include "text.hpp"

namespace {

using namespace grader;
using workbook::Misuse;
using workbook::say;

struct Options {
  Order order;
  fs::path points;
  bool bubblewrap = true;
  bool collect = false;
  bool help = false;
};

constexpr workbook::Text usage{
    "./exo grade SUBMISSION... [--out DIR] [--jobs N] [--points FILE] "
    "[--again] [--collect] [--no-bubblewrap] [--lang en|fr]",
    "./exo grade RENDU... [--out DOSSIER] [--jobs N] [--points FICHIER] "
    "[--again] [--collect] [--no-bubblewrap] [--lang en|fr]"};

int parse_jobs(const std::string& text) {
  char* end = nullptr;
  const long jobs = std::strtol(text.c_str(), &end, 10);
  if (text.empty() || *end || jobs < 1 || jobs > 256)
    throw Misuse(say({"--jobs wants a number from 1 to 256, not {}",
                      "--jobs attend un nombre de 1 à 256, pas {}"},
                     text));
  return static_cast<int>(jobs);
}

Options parse(int argc, char** argv) {
  Options options;
  options.order.out = "grades";
  options.order.jobs =
      static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
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
      options.order.jobs = parse_jobs(value());
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
  if (options.order.submissions.empty() && !options.help)
    throw Misuse(
        say({"which submission? {}", "quel rendu ? {}"}, usage.spoken()));
  return options;
}

// One line for each submission.
int report(const Class& results, const Exercises& exercises,
           const Points& points, const Options& options) {
  int failed = 0;
  for (const auto& result : results) {
    failed += !result.failure.empty();
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
    fmt::print("{}\n", usage.spoken());
    co_return 0;
  }
  const auto tree = program.parent_path().parent_path();
  const auto exercises = workbook::read_exercises();
  const auto points =
      options.points.empty() ? Points() : Points(options.points, exercises);
  Class results;
  if (options.collect) {
    results = collect(options.order.submissions, exercises);
  } else {
    const auto sandbox = co_await Sandbox::make(
        program.parent_path() / "confine", options.bubblewrap);
    fmt::print(stderr, "{}\n{}\n", sandbox.description(),
               say({"Building the tests...", "Construction des tests..."}));
    const auto base = co_await prepare_base(exercises, tree);
    results = co_await grade_class(base, sandbox, points, options.order);
  }
  write_class(options.order.out, results, exercises, points);
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
