// The reporter "teacher" of Catch2, version 2 or 3.

#if __has_include(<catch2/catch_test_macros.hpp>)
#include <catch2/catch_test_case_info.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>
#include <catch2/reporters/catch_reporter_streaming_base.hpp>
#define WORKBOOK_CATCH 3
#else
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include <catch2/catch.hpp>
#define WORKBOOK_CATCH 2
#endif

#include <fmt/format.h>

#include <array>
#include <exception>
#include <fstream>
#include <string>
#include <support/attest.hpp>
#include <support/lanes.hpp>
#include <support/story.hpp>
#include <support/teacher.hpp>
#include <support/text.hpp>
#include <support/watchdog.hpp>
#include <vector>
#include <workbook/todo.hpp>

namespace workbook {

namespace {

constexpr Lesson unexpected_exception{
    "unexpected-exception",
    {"no exception leaves the code here", "aucune exception ne sort d'ici"},
    {"An exception left your code where the test did not expect one. Its "
     "message says what went wrong; the last line of the story says when.",
     "Une exception est sortie de votre code là où le test n'en attendait pas. "
     "Son message dit ce qui a échoué, la dernière ligne du récit dit quand."},
    true};

constexpr Lesson crashed{
    "crashed",
    {"the program goes on", "le programme continue"},
    {"The program was killed. Look for a reference or a pointer that outlived "
     "what it points to: a lambda that died before its coroutine, a local "
     "variable used by work that was detached. Nothing wrong there, and g++ "
     "12? It destroys twice what a lambda owns, or a braced list makes, "
     "inside a co_await expression: see the box on g++ 12 at the place named "
     "below.",
     "Le programme a été tué. Cherchez une référence ou un pointeur qui "
     "survit à ce qu'il désigne : une lambda morte avant sa coroutine, une "
     "variable locale utilisée par une tâche détachée. Rien de tel, et g++ 12 "
     "? Il détruit deux fois ce que possède une lambda, ou ce que fait une "
     "liste entre accolades, dans une expression co_await : voir l'encadré "
     "sur g++ 12, à l'endroit nommé ci-dessous."},
    true};

std::string current_test;
std::string_view current_test_in_french;

// A terminal shows code as it is, without Markdown's back-ticks.
std::string without_marks(std::string_view text) {
  std::string plain(text);
  std::erase(plain, '`');
  return plain;
}

// Catch2, version 2, writes a "\n" of a string as two characters, and leaves a
// "\r" as it is, which no terminal shows.
std::string with_visible_returns(std::string_view text) {
  std::string visible;
  for (const char c : text) {
    if (c == '\r')
      visible += "\\r";
    else
      visible += c;
  }
  return visible;
}

// What an assertion that failed has seen: "x.size() == 2 is false: 1 == 2".
std::string seen_in(const Catch::AssertionResult& result) {
  const std::string asked(result.getExpression());
  const auto values = with_readable_times(around_the_difference(
      with_visible_returns(result.getExpandedExpression())));
  auto text = asked + Text{" is false", " est faux"}.spoken();
  // Of a text in which something was not found, Catch2 shows two numbers.
  const bool says_more =
      asked.find("npos") == asked.npos && !names_an_address(values);
  if (says_more && values != asked && values != "false")
    text += Text{": ", " : "}.spoken() + values;
  return text;
}

// An outcome that is not there yet is no exception of the learner's.
std::string thrown_in(const std::string& said) {
  if (said == still_waits)
    return Text{"it has not ended: it still waits",
                "ce n'est pas fini : l'attente dure encore"}
        .spoken();
  return Text{"an exception came out: ", "une exception est sortie : "}
             .spoken() +
         said;
}

// Catch2 says "SIGSEGV - Segmentation violation signal".
std::string seen_by_the_system(const std::string& said) {
  struct Signal {
    std::string_view name;
    Text means;
  };
  static constexpr auto signals = std::to_array<Signal>({
      {"SIGSEGV",
       {"memory was touched that is not the program's",
        "le programme a touché à une mémoire qui n'est pas à lui"}},
      {"SIGABRT", {"the program gave up", "le programme a renoncé"}},
      {"SIGFPE",
       {"a computation is impossible: a division by zero?",
        "un calcul est impossible : une division par zéro ?"}},
      {"SIGILL",
       {"an instruction does not exist: a function without a return?",
        "une instruction n'existe pas : une fonction sans return ?"}},
  });
  for (const auto& signal : signals)
    if (said.starts_with(signal.name))
      return std::string(signal.name) + Text{": ", " : "}.spoken() +
             signal.means.spoken();
  return said;
}

// The path of a page in the learner's language.
std::string page(std::string_view folder, std::string_view name) {
  return fmt::format("{}{}{}{}.md", folder, folder.empty() ? "" : "/", name,
                     french() ? ".fr" : "");
}

std::string page_of(const Lesson& lesson) {
  return lesson.general ? page("book/failures", "README")
                        : page(exercise.folder, exercise.lessons);
}

// "exo31 step 2: ask_both" as French says it: "exo31, étape 2 (ask_both)".
std::string step_in_french(std::string_view what) {
  constexpr std::string_view step = " step ", colon = ": ";
  const auto number = what.find(step);
  const auto names = what.find(colon);
  if (number == what.npos || names == what.npos) return std::string(what);
  const auto digits = number + step.size();
  return fmt::format("{}, étape {} ({})", what.substr(0, number),
                     what.substr(digits, names - digits),
                     what.substr(names + colon.size()));
}

// The first warnings of the compiler for the learner's file, which the build
// keeps beside the program; "" if there are none.
std::string warnings() {
  std::ifstream file(fmt::format("exercise/{}.warnings.txt", exercise.id));
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) lines.push_back("    " + line + "\n");
  // The last paragraph, in parentheses, names the file that has them all.
  auto last = lines.size();
  while (last > 0 && !lines[last - 1].starts_with("      (")) --last;
  std::string text;
  for (std::size_t i = 0; i < lines.size(); ++i)
    if (i < 8 || (last > 0 && i + 1 >= last)) text += lines[i];
  return text;
}

}  // namespace

void in_french(std::string_view title) {
  current_test_in_french = title;
  trace({"french", title});
}

std::string running_test() {
  return french() && !current_test_in_french.empty()
             ? typeset_french(current_test_in_french)
             : current_test;
}

std::string invitation(std::string_view what) {
  std::string text = "\n";
  text += paragraph(
      fmt::format(
          fmt::runtime(Text{"{} is yours to write.", "{} : à vous de l'écrire."}
                           .spoken()),
          french() ? step_in_french(what) : std::string(what)),
      2);
  text += paragraph(
      fmt::format(
          fmt::runtime(Text{
              "Open {}/{} and look for this TODO. {} tells what it is "
              "about, and has hints at the end.",
              "Ouvrez {}/{} et cherchez « À FAIRE ». {} explique de quoi il "
              "s'agit, avec des indices à la fin."}
                           .spoken()),
          exercise.folder, exercise.file, page(exercise.folder, "README")),
      2);
  return text;
}

namespace {

// The story, event by event, and its picture. How a story of hundreds begins
// and how it ends is enough.
std::string told(const std::vector<Event>& events) {
  constexpr std::size_t beginning = 12, end = 18;
  const bool long_story = events.size() > beginning + end + 1;
  std::string text;
  Moments moments;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (long_story && i == beginning) {
      i = events.size() - end;
      text += Text{"          (... and so on ...)\n",
                   "          (... et ainsi de suite ...)\n"}
                  .spoken();
    }
    if (const auto moment = moments.news(events[i]); !moment.empty())
      text += "    " + moment + '\n';
    text += paragraph(fmt::format("{:>3}.  {}", i + 1, events[i].spoken()), 4);
  }
  if (const auto picture = lanes(events, true, 78); !picture.empty())
    text += '\n' + picture;
  return text;
}

// A lesson: what is misunderstood, and where to read on.
std::string taught(const Lesson& lesson) {
  return fmt::format("\n  {} [{}]\n", Text{"Lesson", "Leçon"}.spoken(),
                     lesson.id) +
         paragraph(without_marks(lesson.why.spoken()), 4) +
         fmt::format("    {} {}#{}\n", Text{"Read on:", "À lire :"}.spoken(),
                     page_of(lesson), lesson.id);
}

}  // namespace

std::string failure_message(std::string_view test, std::string_view seen,
                            const Lesson& lesson, const Lesson* besides) {
  constexpr int enough = 600;
  auto brief = without_hexadecimal(legible(seen));
  if (columns_of(brief) > enough) brief = first_columns(brief, enough) + "...";
  trace({"wrong", lesson.id, without_marks(lesson.expected.en),
         without_marks(lesson.expected.fr), brief});
  auto text = '\n' + std::string(exercise.id) + Text{": ", " : "}.spoken() +
              std::string(test) + '\n';
  // The lesson first: a story may be long.
  text +=
      Text{"\n  What was expected:\n", "\n  Ce qui était attendu :\n"}.spoken();
  text += paragraph(without_marks(lesson.expected.spoken()), 4);
  if (!seen.empty()) {
    text += Text{"\n  What was seen:\n", "\n  Ce qui a été vu :\n"}.spoken();
    text += paragraph(brief, 4);
  }
  text += taught(lesson);
  if (besides && besides != &lesson) text += taught(*besides);
  if (const auto events = Story::events(); !events.empty())
    text +=
        Text{"\n  What happened:\n", "\n  Ce qui s'est passé :\n"}.spoken() +
        told(events);
  if (const auto warned = warnings(); !warned.empty())
    text += Text{"\n  The compiler warned:\n", "\n  Le compilateur avertit :\n"}
                .spoken() +
            warned;
  return text;
}

namespace {

class Teacher : public Catch::StreamingReporterBase
#if WORKBOOK_CATCH == 2
                <Teacher>
#endif
{
 public:
  using StreamingReporterBase::StreamingReporterBase;

  static std::string getDescription() {
    return "Tells the story of a failure and its lesson";
  }

  void testCaseStarting(const Catch::TestCaseInfo& info) override {
    StreamingReporterBase::testCaseStarting(info);
    current_test = info.name;
    current_test_in_french = {};
    trace({"test", current_test});
    Teaching::forget();
    Watchdog::pat();
  }

#if WORKBOOK_CATCH == 2
  void assertionStarting(const Catch::AssertionInfo&) override {}
  bool assertionEnded(const Catch::AssertionStats& stats) override {
    tell(stats);
    return true;
  }
#else
  void assertionEnded(const Catch::AssertionStats& stats) override {
    tell(stats);
  }
#endif

  void testCaseEnded(const Catch::TestCaseStats& stats) override {
    StreamingReporterBase::testCaseEnded(stats);
    attest_test(current_test.c_str(), stats.totals.assertions.passed,
                stats.totals.assertions.failed);
    current_test.clear();
    current_test_in_french = {};
  }

  void testRunEnded(const Catch::TestRunStats& stats) override {
    StreamingReporterBase::testRunEnded(stats);
    if (stats.totals.assertions.failed > 0) return;
    out() << fmt::format(
        fmt::runtime(Text{"{}: passed ({} tests, {} checks)\n",
                          "{} : réussi ({} tests, {} vérifications)\n"}
                         .spoken()),
        exercise.id, stats.totals.testCases.passed,
        stats.totals.assertions.passed);
  }

 private:
  std::ostream& out() {
#if WORKBOOK_CATCH == 2
    return stream;
#else
    return m_stream;
#endif
  }

  void tell(const Catch::AssertionStats& stats) {
    const auto& result = stats.assertionResult;
    if (result.succeeded() || result.isOk()) return;
    attest_failure();
    const auto kind = result.getResultType();
    const bool crash = kind == Catch::ResultWas::FatalErrorCondition;
    // What fails while the test cleans up after a failure is no second one. A
    // crash is told: nobody comes back to tell the first.
    if (std::uncaught_exceptions() > 0 && !crash) return;
    if (!todo_reached().empty()) {
      trace({"wrong", "todo", "this step is yours to write",
             "cette étape est à écrire", ""});
      out() << invitation(todo_reached()) << std::flush;
      return;
    }
    std::string seen;
    if (result.hasMessage()) seen = std::string(result.getMessage());
    // An assertion inside the expression of this one has failed, and was told;
    // Catch2 can say nothing of this one but a name of its own.
    if (kind == Catch::ResultWas::ThrewException &&
        seen.starts_with("Exception translation was disabled"))
      return;
    if (kind == Catch::ResultWas::ExpressionFailed) seen = seen_in(result);
    if (kind == Catch::ResultWas::ThrewException) seen = thrown_in(seen);
    // Of many cases, this one: what the test said with INFO.
    for (const auto& info : stats.infoMessages)
      if (info.type == Catch::ResultWas::Info)
        seen += Text{" (with ", " (avec "}.spoken() + info.message + ')';
    if (crash) seen = seen_by_the_system(seen);
    const Lesson* subject = Teaching::now();
    // A crash says little by itself; what the test is about comes first.
    out() << failure_message(running_test(), seen,
                             subject ? *subject
                             : crash ? crashed
                                     : unexpected_exception,
                             crash ? &crashed : nullptr)
          << std::flush;
  }
};

CATCH_REGISTER_REPORTER("teacher", Teacher)

}  // namespace

}  // namespace workbook
