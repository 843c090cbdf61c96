// readme_check FOLDER [--fix]: the pages of a folder, README.md and
// README.fr.md and every other pair of that kind, agree with each other and
// with the code that they show.
//
// - both have the same outline, code blocks, links, anchors and table rows, and
//   each diagram speaks the language of its page;
// - a block of C++ stands under <!-- snippet: FILE#REGION -->, and is what FILE
//   has between "// begin REGION" and "// end REGION";
// - a block under <!-- picture: demo 3-6; begins: waits; gives: comes in --> is
//   the picture, as a failing test has one, of what stands in the block under
//   <!-- output: demo -->, here of its lines 3 to 6: whoever is said to wait
//   begins to, and so on, with the words of tests/support/event.cpp;
// - a link into the workbook leads to a file, and to a heading or an anchor;
// - the French one is typeset as French is, and its last line records the
//   version of the English one that it was read against;
// - a page is read in ten minutes, and the README at the root in five: at 200
//   words a minute, without code and without what is folded.
//
// --fix copies the snippets, draws the pictures, typesets the French file and
// records the version: read the French file against the English one before you
// use it.
//
// Exit status: 0 when all holds, 1 with one line per problem, 2 when called
// wrongly.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <support/event.hpp>
#include <support/lanes.hpp>
#include <support/language.hpp>
#include <utility>
#include <vector>

#include "common/files.hpp"
#include "common/markdown.hpp"
#include "common/strings.hpp"
#include "tests/checks/problem.hpp"

namespace {

using namespace workbook;

// Calls `change` with each stretch of prose in a line: not with code between
// back-ticks, comments, or the targets of links.
template <class Change>
std::string with_prose_changed(const std::string& line, Change change) {
  static constexpr auto spans =
      std::to_array<std::pair<std::string_view, std::string_view>>({
          {"`", "`"},
          {"<!--", "-->"},
          {"](", ")"},
          {"<a ", ">"},
          {"http", " "},
      });
  std::string result, prose;
  for (std::size_t at = 0; at < line.size();) {
    std::size_t length = 0;
    for (auto [open, close] : spans)
      if (std::string_view(line).substr(at).starts_with(open)) {
        const auto end = line.find(close, at + open.size());
        length = end == line.npos ? line.size() - at : end + close.size() - at;
        break;
      }
    if (length == 0) {
      prose += line[at++];
    } else {
      result += change(prose) + line.substr(at, length);
      prose.clear();
      at += length;
    }
  }
  return result + change(prose);
}

std::string typeset(const std::string& line) {
  // The row under a table's head is drawn, not written.
  if (line.find_first_not_of("|-: ") == line.npos) return line;
  return with_prose_changed(line, typeset_french);
}

// The anchor that a forge makes of a heading.
std::string slug(std::string_view heading) {
  std::string anchor;
  for (unsigned char c : heading) {
    if (c == ' ')
      anchor += '-';
    else if (std::isalnum(c) || c == '-' || c == '_' || c >= 0x80)
      anchor += static_cast<char>(std::tolower(c));
  }
  return anchor;
}

std::vector<std::string> anchors_of(const std::string& text) {
  std::vector<std::string> anchors;
  for (const auto& line : markdown_lines(text)) {
    if (line.code) continue;
    if (line.text.starts_with("#"))
      anchors.push_back(
          slug(line.text.substr(line.text.find_first_not_of("# "))));
    for (auto& id : all_between(line.text, "<a id=\"", "\""))
      anchors.push_back(id);
  }
  return anchors;
}

// What must be the same in both languages, and the line where it stands.
struct Part {
  std::string text;
  std::size_t line;
  bool operator==(const Part& other) const { return text == other.text; }
};

// One README: its lines, and what must be the same in both languages.
struct Readme {
  fs::path path;
  std::vector<MarkdownLine> lines;
  std::vector<Part> outline;  // "## ", "- ", "|", "<details>", ...
  std::vector<Part> links;
  std::vector<Part> code;
  std::vector<std::string> diagrams;  // in the language of the page

  explicit Readme(const fs::path& file)
      : path(file), lines(markdown_lines(read_file(file))) {
    bool in_code = false;
    bool diagram = false;
    bool same = true;  // screens and diagrams are in the language of their page
    bool output = false;  // but not a diagram that a program prints
    std::size_t number = 0;
    for (const auto& line : lines) {
      ++number;
      if (line.fence) {
        in_code = !in_code;
        outline.push_back({line.text, number});
        diagram = in_code && !output && line.text == "```mermaid";
        if (diagram) same = false;
        if (diagram) diagrams.emplace_back();
        if (in_code && same) code.push_back({"", number});
      } else if (line.code) {
        if (same) code.back().text += line.text + "\n";
        if (diagram) diagrams.back() += line.text + "\n";
      } else {
        same = !line.text.starts_with("<!-- screen: ") &&
               !line.text.starts_with("<!-- picture: ");
        output = line.text.starts_with("<!-- output: ");
        note(line.text, number);
      }
    }
    if (in_code) problem(path, "a block of code is never closed");
    if (lines.empty())
      throw std::runtime_error(file.generic_string() + " is empty");
  }

  void note(const std::string& line, std::size_t number) {
    const auto part = [&](std::string text) {
      outline.push_back({std::move(text), number});
    };
    if (line.starts_with("#"))
      part(line.substr(0, line.find(' ')));
    else if (line.starts_with("|"))
      part("|");
    else if (line.starts_with("- ") || line.starts_with("<!-- snippet") ||
             line.starts_with("<!-- output") ||
             line.starts_with("<!-- picture"))
      part(line.starts_with("- ") ? "-" : line);
    else if (std::isdigit(static_cast<unsigned char>(line[0])) &&
             line.find(". ") < 3)
      part(line.substr(0, line.find('.')));
    for (auto tag : {"<details>", "</details>", "<summary>"})
      if (line.find(tag) != line.npos) part(tag);
    for (auto& id : all_between(line, "<a id=\"", "\"")) part("#" + id);
    // The switch between the languages differs, and must.
    if (line.starts_with("English |") || line.starts_with("[English]")) return;
    auto prose = line;
    replace_all(prose, ".fr.md", ".md");
    for (auto& link : all_between(prose, "](", ")"))
      // In English, the header itself is the contract.
      if (link != "CONTRACT.md")
        links.push_back({link.substr(0, link.find('#')), number});
  }
};

void compare(std::string_view what, const Readme& en, const Readme& fr,
             const std::vector<Part>& a, const std::vector<Part>& b) {
  const auto [left, right] =
      std::mismatch(a.begin(), a.end(), b.begin(), b.end());
  if (left == a.end() && right == b.end()) return;
  const auto told = [](auto part, const auto& parts) {
    return part == parts.end()
               ? "missing"
               : fmt::format("\"{}\" (line {})", part->text, part->line);
  };
  problem(fr.path, "{} number {} is {}, in {} it is {}", what,
          right - b.begin() + 1, told(right, b), en.path.filename().string(),
          told(left, a));
}

// The text between "// begin NAME" and "// end NAME" (or "# begin NAME").
std::string region(const fs::path& file, const std::string& name) {
  const auto text = read_file(file);
  for (std::string_view mark : {"// ", "# "}) {
    const auto open = fmt::format("{}begin {}\n", mark, name);
    const auto close = fmt::format("{}end {}\n", mark, name);
    const auto from = text.find(open);
    const auto to = text.find(close);
    if (from == text.npos || to == text.npos) continue;
    auto inside = text.substr(from + open.size(), to - from - open.size());
    // The end mark may be indented.
    inside.resize(inside.find_last_of('\n') + 1);
    return inside;
  }
  throw std::runtime_error("no region " + name + " in " +
                           file.generic_string());
}

// Compares each block of C++ with its source, or copies the source over it.
void check_snippets(Readme& readme, bool fix) {
  std::string kept;
  for (std::size_t i = 0; i < readme.lines.size(); ++i) {
    const auto& line = readme.lines[i];
    kept += line.text + '\n';
    if (!line.fence) continue;
    std::string shown;
    const auto fence = i;
    while (++i < readme.lines.size() && !readme.lines[i].fence)
      shown += readme.lines[i].text + '\n';
    const auto above = fence > 0 ? readme.lines[fence - 1].text : "";
    const auto marks = all_between(above, "<!-- snippet: ", " -->");
    if (!marks.empty()) {
      const auto hash = marks[0].find('#');
      const auto source =
          region(readme.path.parent_path() / marks[0].substr(0, hash),
                 marks[0].substr(hash + 1));
      if (shown != source && !fix)
        problem(readme.path,
                "the block differs from {}; --fix copies it from there",
                marks[0]);
      if (fix) shown = source;
    } else if (line.text == "```cpp") {
      problem(readme.path, "line {}: C++ without <!-- snippet: FILE#REGION -->",
              fence + 1);
    }
    kept += shown;
    if (i < readme.lines.size()) kept += readme.lines[i].text + '\n';
  }
  if (fix) readme.lines = markdown_lines(kept);
}

// What a mark says of a picture: the block of output, its lines, and which
// words mean what.
struct Drawn {
  std::string output;
  std::size_t first = 1, last = 0;  // counted from 1; 0: to the end
  std::vector<std::pair<std::string, Doing>> words;

  explicit Drawn(std::string_view mark) {
    auto part = take(mark, "; ");
    output = take(part, " ");
    if (!part.empty()) {
      first = std::stoul(std::string(take(part, "-")));
      last = std::stoul(std::string(part));
    }
    while (!mark.empty()) {
      part = take(mark, "; ");
      const auto doing = doing_named(take(part, ": "));
      while (!part.empty()) words.emplace_back(take(part, ", "), doing);
    }
  }

  // "  eggs: on the stove", "Ada waits for the bell".
  Event event(std::string_view line) const {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    Event event;
    event.en = event.fr = line;
    for (const auto& [word, doing] : words)
      if (const auto at = line.find(word);
          event.who.empty() && at != line.npos && at > 0) {
        event.who = line.substr(0, std::min(line.find(": "), at - 1));
        event.doing = doing;
      }
    return event;
  }

  static std::string_view take(std::string_view& text, std::string_view end) {
    const auto at = text.find(end);
    const auto part = text.substr(0, at);
    text.remove_prefix(at == text.npos ? text.size() : at + end.size());
    return part;
  }
};

// The lines of the block of code under a mark.
std::vector<std::string> block_under(const Readme& readme,
                                     const std::string& mark) {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < readme.lines.size(); ++i) {
    if (readme.lines[i].text != mark) continue;
    for (i += 2; i < readme.lines.size() && !readme.lines[i].fence; ++i)
      found.push_back(readme.lines[i].text);
  }
  return found;
}

// Compares each picture with what it is drawn from, or draws it anew.
void check_pictures(Readme& readme, bool in_french, bool fix) {
  std::string kept;
  for (std::size_t i = 0; i < readme.lines.size(); ++i) {
    kept += readme.lines[i].text + '\n';
    const auto marks =
        all_between(readme.lines[i].text, "<!-- picture: ", " -->");
    if (marks.empty() || readme.lines[i].code) continue;
    const Drawn drawn(marks[0]);
    auto lines =
        block_under(readme, fmt::format("<!-- output: {} -->", drawn.output));
    if (drawn.last != 0 && drawn.last < lines.size()) lines.resize(drawn.last);
    std::vector<Event> events;
    for (auto at = drawn.first - 1; at < lines.size(); ++at)
      events.push_back(drawn.event(lines[at]));
    speak_french(in_french);
    const auto picture = lanes(events, false, 78);
    if (picture.empty())
      problem(readme.path, "nothing to draw: {}", readme.lines[i].text);
    std::string shown;
    for (i += 2; i < readme.lines.size() && !readme.lines[i].fence; ++i)
      shown += readme.lines[i].text + '\n';
    if (shown != picture && !fix)
      problem(readme.path, "the picture of {} is another; --fix draws it",
              drawn.output);
    kept += "```text\n" + (fix ? picture : shown) + "```\n";
  }
  if (fix) readme.lines = markdown_lines(kept);
}

void check_links(const Readme& readme) {
  for (const auto& line : readme.lines) {
    if (line.code) continue;
    for (const auto& link : all_between(line.text, "](", ")")) {
      if (link.starts_with("http")) continue;
      const auto hash = link.find('#');
      const auto target = link.substr(0, hash);
      const auto file =
          target.empty() ? readme.path : readme.path.parent_path() / target;
      if (!fs::exists(file)) {
        problem(readme.path, "a link leads nowhere: {}", link);
      } else if (hash != link.npos) {
        const auto anchors = anchors_of(read_file(file));
        if (!std::ranges::count(anchors, link.substr(hash + 1)))
          problem(readme.path, "a link has no such place: {}", link);
      }
    }
  }
}

void check_typography(Readme& french, bool fix) {
  std::vector<std::string> lines;
  for (auto& line : french.lines) {
    if (line.code) continue;
    auto better = typeset(line.text);
    if (better != line.text) lines.push_back(line.text);
    line.text = std::move(better);
  }
  if (!lines.empty() && !fix)
    problem(french.path,
            "{} lines lack a space that does not break; --fix sets it: {}",
            lines.size(), lines.front());
}

void check_version(Readme& french, const fs::path& english, bool fix) {
  Fingerprint version;
  version.add(read_file(english));
  const auto stamp = fmt::format("<!-- en: {} -->", version.text());
  auto& last = french.lines.back().text;
  if (last == stamp) return;
  if (!fix) {
    problem(french.path,
            "{} has changed since this was read against it; once it is read "
            "again: build/verify/readme_check {} --fix",
            english.filename().string(),
            english.parent_path().generic_string());
  } else if (last.starts_with("<!-- en:")) {
    last = stamp;
  } else {
    french.lines.push_back({""});
    french.lines.push_back({stamp});
  }
}

void check_switch(const Readme& readme, std::string_view expected) {
  if (readme.lines.size() < 3 || !readme.lines[0].text.starts_with("# ") ||
      readme.lines[2].text != expected)
    problem(readme.path, "the third line is not \"{}\"", expected);
}

// The words that a reader meets without unfolding anything.
int words_of(const Readme& page) {
  int words = 0;
  int folded = 0;
  for (const auto& line : page.lines) {
    if (line.text.find("<details>") != line.text.npos) ++folded;
    if (!line.code && !line.fence && folded == 0 &&
        !line.text.starts_with("<!--")) {
      bool inside = false;
      for (unsigned char c : line.text) {
        const bool letter = std::isalnum(c) || c >= 0x80;
        if (letter && !inside) ++words;
        // A word goes on through an apostrophe or a hyphen.
        if (letter || (c != '\'' && c != '-')) inside = letter;
      }
    }
    if (line.text.find("</details>") != line.text.npos) --folded;
  }
  return words;
}

void check_length(const Readme& page) {
  const auto folder = page.path.parent_path();
  const bool root = fs::exists(folder / "exercises");
  const auto name = page.path.filename().string();
  // The mistakes of an exercise are looked up, one by one.
  if (name.starts_with("LESSONS.")) return;
  if (name.starts_with("README.") && fs::exists(folder / "demo.cpp") &&
      !fs::exists(folder / "LESSONS.md"))
    return;
  const int minutes = root ? 5 : 10;
  const int words = words_of(page);
  if (words > 200 * minutes)
    problem(page.path, "{} words, which take longer than {} minutes to read",
            words, minutes);
}

void write(const Readme& readme) {
  std::string text;
  for (const auto& line : readme.lines) text += line.text + '\n';
  write_file(readme.path, text);
}

// The English pages of a folder, each of which has a French one. A contract is
// in English in the header: promise_check compares it. HACKING.md is for those
// who work on the workbook, in its working language.
std::vector<fs::path> pages_of(const fs::path& folder) {
  std::vector<fs::path> pages;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const auto name = entry.path().filename().string();
    if (!name.ends_with(".md") || name == "CONTRACT.fr.md" ||
        name == "HACKING.md")
      continue;
    const bool french = name.ends_with(".fr.md");
    const auto base = name.substr(0, name.size() - (french ? 6 : 3));
    if (!french) pages.push_back(entry.path());
    const auto other = base + (french ? ".md" : ".fr.md");
    if (!fs::exists(folder / other))
      problem(entry.path(), "{} is missing", other);
  }
  if (pages.empty()) problem(folder, "has no page");
  std::sort(pages.begin(), pages.end());
  return pages;
}

void check(const fs::path& page, bool fix) {
  const auto name = page.stem().string();
  auto other = page;
  other.replace_filename(name + ".fr.md");
  if (!fs::exists(other)) return;
  Readme english(page);
  check_snippets(english, fix);
  check_pictures(english, false, fix);
  if (fix) write(english);

  Readme french(other);
  check_snippets(french, fix);
  check_pictures(french, true, fix);
  check_typography(french, fix);
  check_version(french, english.path, fix);
  if (fix) write(french);

  english = Readme(english.path);
  french = Readme(french.path);
  compare("outline item", english, french, english.outline, french.outline);
  compare("link", english, french, english.links, french.links);
  compare("code block", english, french, english.code, french.code);
  for (const auto& diagram : french.diagrams)
    if (std::ranges::count(english.diagrams, diagram))
      problem(other, "a diagram speaks English: {}",
              diagram.substr(0, diagram.find('\n')));
  check_links(english);
  check_links(french);
  check_switch(english, fmt::format("English | [Français]({}.fr.md)", name));
  check_switch(french, fmt::format("[English]({}.md) | Français", name));
  check_length(english);
  check_length(french);
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> arguments(argv + 1, argv + argc);
  const bool fix = arguments.size() == 2 && arguments[1] == "--fix";
  if (arguments.size() != (fix ? 2 : 1)) {
    fmt::print("usage: readme_check FOLDER [--fix]\n");
    return 2;
  }
  try {
    for (const auto& page : pages_of(arguments[0])) check(page, fix);
  } catch (const std::exception& error) {
    fmt::print("{}\n", error.what());
    return 1;
  }
  return problems == 0 ? 0 : 1;
}
