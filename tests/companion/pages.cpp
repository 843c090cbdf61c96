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
  test.step = 1;
  test.en = fmt::format("{} shops are asked", shops);
  test.fr = fmt::format("on interroge {} magasins", shops);
  for (auto [doing, en, fr] :
       {std::tuple{Doing::begins, "is asked", "reçoit la demande"},
        std::tuple{Doing::gives, "answers <1> & goes", "répond <1> et part"}})
    for (int shop = 0; shop < shops; ++shop) {
      const auto who = fmt::format("shop {}", shop);
      test.events.push_back({who, fmt::format("{} {}", who, en),
                             fmt::format("{} {}", who, fr), doing,
                             fmt::format("at {} s:", shop)});
    }
  return test;
}

}  // namespace

int main(int argc, char** argv) {
  Runs runs;
  for (const int shops : {2, 40, 300}) {
    auto test = story(shops);
    runs.reference.tests.push_back(test);
    // A shorter run beside it: the last events are missing.
    test.events.erase(test.events.begin(), test.events.end() - 2);
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
  fmt::print("{} failures\n", failures);
  return failures == 0 ? 0 : 1;
}
