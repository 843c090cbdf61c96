// ./exo picture 31 [--trace]: a page, or a trace, with the run of every step.
#include "picture.hpp"

#include <algorithm>
#include <stdexcept>
#include <support/lanes.hpp>

#include "commands.hpp"
#include "common/files.hpp"
#include "common/say.hpp"
#include "page.hpp"
#include "present.hpp"

namespace companion {

namespace {

// A story as a list, and as lanes.
Lines drawn(const std::string& title, const Traced& test, const Paint& paint) {
  Lines lines = {paint.bold(title)};
  if (test.events().empty()) {
    append(lines,
           fold(say({"This test tells no story.", "Ce test ne raconte rien."}),
                paint.width));
    return lines;
  }
  Moments moments;
  int number = 0;
  for (const auto& event : test.events()) {
    if (event.anew && number > 0) lines.push_back("");
    if (const auto moment = moments.news(event); !moment.empty())
      lines.push_back("  " + moment);
    append(lines, fold(fmt::format("{:>5}.  {}", ++number, event.spoken()),
                       paint.width));
  }
  lines.push_back("");
  append(lines,
         fold(lanes(test.events(), test.wrong(), paint.width), paint.width));
  return lines;
}

}  // namespace

Lines pictures(const Traces& yours, const Traces& reference,
               const Paint& paint) {
  if (!yours.failure.empty()) return fold(yours.failure, paint.width);
  const auto wrong =
      std::find_if(yours.tests.begin(), yours.tests.end(),
                   [](const Traced& test) { return test.wrong(); });
  Lines lines;
  for (auto test = yours.tests.begin(); test != yours.tests.end(); ++test) {
    if (wrong != yours.tests.end() && test != wrong) continue;
    if (lanes(test->events(), false, paint.width).empty() && !test->wrong())
      continue;
    if (!lines.empty()) lines.push_back("");
    append(lines, fold(french() ? test->fr : test->en, paint.width));
    lines.push_back("");
    const bool to_write = test->lesson == "todo";
    if (test->wrong()) {
      const auto& expected = french() ? test->expected_fr : test->expected_en;
      append(lines,
             fold(to_write ? expected
                           : say({"expected: {}", "attendu : {}"}, expected),
                  paint.width));
      if (!test->seen.empty())
        append(lines,
               fold(say({"seen: {}", "vu : {}"}, test->seen), paint.width));
    }
    const auto* right = find(reference, *test);
    // Where nothing is written, there is nothing to draw.
    if (!to_write) {
      if (test->wrong()) lines.push_back("");
      append(lines, drawn(caption({"yours", "votre exécution"}, *test,
                                  right ? *right : *test),
                          *test, paint));
    }
    if (right && test->wrong()) {
      lines.push_back("");
      append(lines,
             drawn(caption({"the reference", "la référence"}, *right, *right),
                   *right, paint));
    }
  }
  if (lines.empty())
    lines = fold(say({"There is no story to draw yet.",
                      "Il n'y a pas encore d'histoire à dessiner."}),
                 paint.width);
  return lines;
}

namespace {

// In the language of WORKBOOK_LANG, which the tests speak.
asio::awaitable<Runs> run_both(Exercise exercise, std::string_view language) {
  const bool before = french();
  choose_language(language);
  Runs runs;
  runs.yours = co_await trace(exercise, 0, Whose::yours);
  runs.reference = co_await trace(exercise, 0, Whose::the_reference);
  choose_language(before ? "fr" : "en");
  draw_the_same(runs.yours, runs.reference);
  if (!runs.reference.failure.empty())
    throw std::runtime_error(runs.reference.failure);
  co_return runs;
}

}  // namespace

asio::awaitable<int> picture(Options options) {
  const auto exercise = wanted(read_exercises(), options);
  const auto file =
      memory / (exercise.id + (options.trace ? ".trace.json" : ".html"));
  std::string text, where;
  if (options.trace) {
    text = picture_trace(co_await run_both(exercise, french() ? "fr" : "en"));
    where = say({"{} is written: open it in https://ui.perfetto.dev",
                 "{} est écrit : ouvrez-le dans https://ui.perfetto.dev"},
                file.generic_string());
  } else {
    const auto english = co_await run_both(exercise, "en");
    const auto in_french = co_await run_both(exercise, "fr");
    text = picture_page(exercise, english, in_french);
    where = say({"{} is written: open it in a browser.",
                 "{} est écrit : ouvrez-le dans un navigateur."},
                file.generic_string());
  }
  write_file(file, text);
  print(fold(where, paint_for_output().width));
  co_return 0;
}

}  // namespace companion
