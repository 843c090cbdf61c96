// parts: what the companion, the grader and the test programs share, law by
// law. Exit status 0 if all of them hold.
#include <fmt/format.h>

#include <string>
#include <support/explain.hpp>
#include <support/lanes.hpp>
#include <support/text.hpp>
#include <vector>

#include "common/junit.hpp"
#include "common/markdown.hpp"
#include "common/strings.hpp"

namespace {

using namespace workbook;

int failures = 0;

void same(const std::string& found, const std::string& wanted) {
  if (found == wanted) return;
  ++failures;
  fmt::print("found:\n{}\nwanted:\n{}\n\n", found, wanted);
}

std::string joined(const Lines& lines) {
  std::string text;
  for (const auto& line : lines) text += line + '\n';
  return text;
}

Event event(std::string who, Doing doing) {
  const auto line = who + " ...";
  return {std::move(who), line, line, doing, ""};
}

void texts() {
  // What a line begins with indents those that continue it.
  same(joined(fold("  3. one two three four", 15)),
       "  3. one two\n     three four\n");
  // Nothing is broken that belongs together.
  same(joined(
           side_by_side({"h hint", "m more", "q quit", "and more"}, "  ", 15)),
       "h hint  m more\nq quit\nand more\n");
  // A letter with an accent is one column wide.
  same(joined(fold("été été été", 7)), "été été\nété\n");
  // What is no UTF-8 is seen as what it is.
  same(legible("\xc3\xa9t\xc3\xa9 \xc3(\xff"), "été \\xc3(\\xff");
  same(legible(std::string_view("a\0b\033[2J\n", 8)), "a\\x00b\\x1b[2J\n");
  // Of a long string, the beginning is enough.
  speak_french(false);
  same(beginning_of('"' + std::string(1'026, 'x') + '"'),
       '"' + std::string(32, 'x') + "\"... (1026 bytes)");
  // Of two, what is near the difference.
  const auto comparison = [](const std::string& left,
                             const std::string& right) {
    return around_the_difference('"' + left + "\"\n==\n\"" + right + '"');
  };
  const std::string xs(300, 'x');
  const auto twelve = xs.substr(0, 12);
  same(comparison(xs + "a", xs + "b" + xs), "\"..." + twelve + "a\" == \"..." +
                                                twelve + "b" +
                                                xs.substr(0, 59) + "...\"");
  same(comparison(xs, ""), '"' + xs.substr(0, 60) + "...\" == \"\"");
  // No character is cut in two.
  same(comparison(xs + "\u00e9", xs + "\u00e8"),
       "\"..." + twelve + "\u00e9\" == \"..." + twelve + "\u00e8\"");
  same(comparison("a", "b"), "\"a\"\n==\n\"b\"");
  same(with_readable_times("1200000000ns < 7000000000 ns, 20000000ns, 900ns"),
       "1.2 s < 7 s, 20 ms, 900ns");
  same(names_an_address("0x5613112a6990 == nullptr") ? "yes" : "no", "yes");
  same(names_an_address("1000000000 (0x3b9aca00) == 0x1") ? "yes" : "no", "no");
  // What acts on a terminal does not reach it.
  same(joined(fold("\033[2Jx", 20)), "?[2Jx\n");
  same(typeset_french("« oui » : non ?"),
       "«\u00a0oui\u00a0»\u00a0: non\u00a0?");
  same(is_utf8("d\u00e9j\u00e0 \U0001F600") ? "yes" : "no", "yes");
  for (std::string_view bad : {"\xe9", "\xc0\x80", "\xed\xa0\x80", "\xf5\x80"})
    same(is_utf8(bad) ? "yes" : "no", "no");
  same(std::string(between("a <b> c", "<", ">")), "b");
  same(joined(all_between("[1] [2] [3", "[", "]")), "1\n2\n");
  same(xml("<a b='&'>"), "&lt;a b=&apos;&amp;&apos;&gt;");
}

void files() {
  std::string shape;
  for (const auto& line : markdown_lines("# a\n```cpp\n# b\n```\nc\n"))
    shape += line.fence ? 'F' : line.code ? 'C' : '.';
  same(shape, ".FCF.");
  const auto tests = read_junit(
      "<testcase name=\"a.step1\" status=\"fail\"><system-out>1 &lt; 2"
      "</system-out></testcase>");
  same(tests.size() == 1 ? tests[0].name + tests[0].status + tests[0].output
                         : "",
       "a.step1fail1 < 2");
}

void pictures() {
  speak_french(false);
  const std::vector<Event> story = {
      event("ask", Doing::begins), event("Oslo", Doing::begins),
      event("Lima", Doing::begins), event("Oslo", Doing::gives),
      event("Lima", Doing::told_to_stop)};
  same(lanes(story, true, 60),
       "          1    2    3    4    5\n"
       "    ask   o--------------------...\n"
       "    Oslo       o---------*\n"
       "    Lima            o---------!...\n"
       "                              ^ wrong by then\n"
       "    o begins   * is done   ! told to stop   -- waits\n");
  // No line breaks between a sign and what it means.
  auto stopped = story;
  stopped.push_back(event("Lima", Doing::stopped));
  stopped.push_back(event("ask", Doing::fails));
  const auto narrow = lanes(stopped, false, 60);
  same(narrow.substr(narrow.find("    o begins")),
       "    o begins   * is done   x throws   ! told to stop\n"
       "    # has stopped   -- waits\n");
  // Whoever waits in one story is gone in the next.
  auto another = event("ask", Doing::other);
  another.anew = true;
  same(lanes({event("ask", Doing::begins), event("Oslo", Doing::begins),
              another, event("Oslo", Doing::gives)},
             false, 60),
       "          1    2    3    4\n"
       "    ask   o---------+\n"
       "    Oslo       o----     *\n"
       "    o begins   * is done   + does something   -- waits\n");
  // What would act on the terminal does not reach it.
  const std::vector<Event> odd = {event(std::string("a\0b", 3), Doing::begins),
                                  event("a\x1b[2J", Doing::begins)};
  same(lanes(odd, true, 60),
       "           1    2\n"
       "    a?b    o-----...\n"
       "    a?[2J       o...\n"
       "                ^ wrong by then\n"
       "    o begins   -- waits\n");
  // Nothing to be seen: one actor, or one event.
  same(lanes({event("ask", Doing::begins), event("ask", Doing::gives)}, true,
             60),
       "");
  // Never wider than asked for; the last events are the ones that count.
  std::vector<Event> many;
  for (int i = 0; i < 200; ++i)
    many.push_back(event("shop " + std::to_string(i % 20), Doing::other));
  for (const auto& line : lines_of(lanes(many, true, 78)))
    same(columns_of(line) <= 78 ? "" : line, "");
  same(lanes(many, true, 78).find("200") != std::string::npos ? "" : "no end",
       "");
  // Large numbers do not run together.
  std::vector<Event> very_many;
  for (int i = 0; i < 1'504; ++i)
    very_many.push_back(event(i % 2 ? "Oslo" : "Lima", Doing::other));
  const auto numbers = lanes(very_many, true, 78);
  same(numbers.substr(0, numbers.find('\n')).find("1502 1503 1504") !=
               std::string::npos
           ? ""
           : numbers,
       "");
  // That all that is left waits is told once, and only if something does.
  auto rests = story;
  rests.insert(rests.begin() + 2, event("", Doing::rests));
  rests.push_back(event("", Doing::rests));
  same(std::to_string(as_told(rests).size()), "6");
  same(std::to_string(
           as_told({event("ask", Doing::begins), event("ask", Doing::gives),
                    event("", Doing::rests)})
               .size()),
       "2");
}

void messages() {
  // Candidates are left out; the learner's own lines stay.
  same(shortened("exercises/a.cpp:3:4: error: no match\n"
                 "    3 |  f(x);\n"
                 "/usr/include/b.hpp:1:1: note: candidate: f()\n"
                 "/usr/include/b.hpp:9:1: error: no type\n"),
       "exercises/a.cpp:3:4: error: no match\n    3 |  f(x);\n");
  // An error in a header of the workbook, with the learner's line that uses it.
  same(shortened("exercises/b.hpp: In instantiation of 'f(int)':\n"
                 "exercises/a.cpp:7:3:   required from here\n"
                 "exercises/b.hpp:9:1: error: no match\n"),
       "exercises/a.cpp:7:3:   required from here\n"
       "exercises/b.hpp:9:1: error: no match\n");
  same(shortened("exercises/b.hpp:9:1: error: no match\n"
                 "exercises/a.cpp:7:3: note: in instantiation of 'f<int>' "
                 "requested here\n"),
       "exercises/a.cpp:7:3: note: in instantiation of 'f<int>' requested "
       "here\nexercises/b.hpp:9:1: error: no match\n");
  // What is only about a library is shown whole.
  const std::string library = "/usr/include/b.hpp:9:1: error: no type\n";
  same(shortened(library), library);
  same(explain("nothing of interest\n"), "");
}

}  // namespace

int main() {
  texts();
  files();
  pictures();
  messages();
  fmt::print("{} failures\n", failures);
  return failures == 0 ? 0 : 1;
}
