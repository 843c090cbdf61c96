// pages [FILE]: a page of pictures, with 2 actors, with 40 and with 300; run at
// the root of the workbook. With FILE the page is also written there, to be
// looked at. Exit status 0 if all of it is there and fits.
#include <fmt/format.h>

#include <string>
#include <tuple>
#include <vector>

#include "common/files.hpp"
#include "common/strings.hpp"
#include "companion/page.hpp"
#include "companion/readme.hpp"
#include "companion/trace.hpp"

namespace {

using namespace companion;

int failures = 0;

void require(bool condition, const std::string& what) {
  if (condition) return;
  ++failures;
  fmt::print("FAILED: {}\n", what);
}

// So many shops, of whom all are asked, then all answer.
Traced story(int shops) {
  Traced test;
  test.stories.resize(1);
  test.step = 1;
  test.en = fmt::format("{} shops are asked", shops);
  test.fr = fmt::format("on interroge {} magasins", shops);
  for (auto [doing, en, fr] :
       {std::tuple{Doing::begins, "is asked", "reçoit la demande"},
        std::tuple{Doing::gives, "answers <1> & goes", "répond <1> et part"}})
    for (int shop = 0; shop < shops; ++shop) {
      const auto who = fmt::format("shop {}", shop);
      test.stories[0].push_back({who, fmt::format("{} {}", who, en),
                                 fmt::format("{} {}", who, fr), doing,
                                 fmt::format("at {} s:", shop)});
    }
  return test;
}

// What is told, as in a trace.
std::string told(const std::string& what, const char* doing = "other") {
  return fmt::format("told\tOslo\t{}\t{}\t\t\n", doing, what);
}

std::string words(const Traced& test) {
  std::string words;
  for (const auto& event : test.events()) words += event.en + ' ';
  return words;
}

// A test that begins anew each time: the first story is drawn, or the one that
// goes wrong, and the same one of the reference.
void stories() {
  const std::string begin = "test\tTITLE\nstory\n" + told("one") + "story\n";
  const auto wrong =
      begin + told("2") + "wrong\tlate\t\t\t\n" + told("its end") + "story\n";
  const auto right = begin + told("two") + "story\n" + told("three");
  Traces yours{"", read_trace(wrong, 1)};
  Traces reference{"", read_trace(right, 1)};
  require(words(yours.tests[0]) == "2 ", "the story that goes wrong");
  require(words(reference.tests[0]) == "one ", "the first story");
  draw_the_same(yours, reference);
  require(words(reference.tests[0]) == "two ", "the same story");
  require(caption({"yours", "yours"}, yours.tests[0], reference.tests[0]) ==
              "yours (part 2 of the test)",
          "which story it is");
}

// Of the parts that are run in an order of chance, the one to be drawn.
void parts() {
  const auto trace = "test\tTITLE\nstory\n" + told("before") + "part\nstory\n" +
                     told("first", "begins") + "part\nstory\n" +
                     told("second", "begins") + "story\n" + told("more") +
                     "part\nstory\n" + told("third");
  const auto drawn = [&](const std::string& end) {
    return read_trace(trace + end, 1).front();
  };
  const auto second = drawn("shown\t1\nstory\n" + told("after"));
  require(words(second) == "before second more after ", "one part of three");
  require(second.events()[2].anew && second.events()[3].anew,
          "who waited is gone");
  require(words(drawn("shown\t2\n")) == "before third ", "the last part");
  // Cut short by a crash, or no number: nothing is left out.
  for (auto end : {"", "shown\t\n", "shown\t3\n", "shown\t-1\n"})
    require(drawn(end).stories.size() == 5, "all stories");
}

}  // namespace

int main(int argc, char** argv) {
  Runs runs;
  for (const int shops : {2, 40, 300}) {
    auto test = story(shops);
    runs.reference.tests.push_back(test);
    // A shorter run beside it: the last events are missing.
    test.stories[0].erase(test.stories[0].begin(), test.stories[0].end() - 2);
    test.lesson = "one-after-another";
    test.expected_en = "all are asked";
    test.expected_fr = "tous sont interrogés";
    test.seen = "1 < 2 is false";
    runs.yours.tests.push_back(std::move(test));
  }
  const auto html = picture_page(read_exercises().front(), runs, runs);
  if (argc == 2) write_file(argv[1], html);

  // A page of 72rem, less its margins, shows it without scrolling, at no less
  // than three quarters of its size.
  constexpr int room = 1120;
  for (const auto& width : all_between(html, "\" width=\"", "\" height"))
    require(std::stoi(width) * 3 / 4 <= room, "too wide: " + width);
  // Everyone is there, but of 300 only those who come first and last.
  for (auto text :
       {">shop 39<", "shop 0 is asked", "shop 0 reçoit la demande",
        "all are asked", "tous sont interrogés", "1 &lt; 2 is false",
        "answers &lt;1&gt; &amp; goes", "votre exécution", ">shop 299<"})
    require(html.find(text) != html.npos, text);
  require(html.find(">shop 150<") == html.npos, "300 lanes are too many");
  // Nothing of Markdown reaches a terminal.
  require(plain("`*a*` **b** [c](d.md) *e*") == "*a* b c e", "plain text");
  stories();
  parts();
  fmt::print("{} failures\n", failures);
  return failures == 0 ? 0 : 1;
}
