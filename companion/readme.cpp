#include "readme.hpp"

#include <algorithm>
#include <cctype>
#include <string_view>

#include "common/files.hpp"
#include "common/markdown.hpp"
#include "common/say.hpp"
#include "common/strings.hpp"

namespace companion {

std::string plain(std::string_view markdown) {
  std::string text;
  while (!markdown.empty()) {
    const auto close = markdown.find("](");
    const auto end = close == markdown.npos ? close : markdown.find(')', close);
    if (markdown.front() == '[' && end != markdown.npos &&
        markdown.find('[', 1) > close) {
      text += plain(markdown.substr(1, close - 1));
      markdown.remove_prefix(end + 1);
    } else if (markdown.starts_with("**")) {
      markdown.remove_prefix(2);
    } else if (markdown.starts_with("*") &&
               ((markdown.size() > 1 && markdown[1] != ' ') ||
                (!text.empty() && text.back() != ' '))) {
      // Emphasis; a star between spaces is a star.
      markdown.remove_prefix(1);
    } else if (markdown.starts_with("`")) {
      // Between back-ticks there is code, which stays as it is.
      markdown.remove_prefix(1);
      const auto code = markdown.substr(0, markdown.find('`'));
      text += code;
      markdown.remove_prefix(std::min(code.size() + 1, markdown.size()));
    } else if (markdown.starts_with("<code>")) {
      markdown.remove_prefix(6);
    } else if (markdown.starts_with("</code>")) {
      markdown.remove_prefix(7);
    } else {
      text += markdown.front();
      markdown.remove_prefix(1);
    }
  }
  return text;
}

namespace {

// The next part of a line whose parts stand between " · ".
std::string part(std::string_view& line) {
  constexpr std::string_view dot = " · ";
  const auto end = line.find(dot);
  std::string found(line.substr(0, end));
  line.remove_prefix(end == line.npos ? line.size() : end + dot.size());
  return found;
}

// "Step 2: a question" and "Étape 2 : une question" are about step 2.
int first_number(std::string_view text) {
  const auto digit = text.find_first_of("0123456789");
  int number = 0;
  for (auto at = digit; at < text.size() && std::isdigit(text[at]); ++at)
    number = number * 10 + (text[at] - '0');
  return number;
}

bool is_numbered(std::string_view line) {
  return !line.empty() && std::isdigit(line.front()) &&
         line.find(". ") == line.find_first_not_of("0123456789");
}

}  // namespace

Readme read_readme(const Exercise& exercise) {
  Readme readme;
  std::string section;
  int number = 0;
  bool card = false;
  for (const auto& [line, code, fence] :
       markdown_lines(read_file(exercise.readme()))) {
    ++number;
    if (!code && line.starts_with("# ")) readme.title = line.substr(2);
    if (!code && line.starts_with("## ")) section = line.substr(3);
    if (number == 5) {
      std::string_view rest = line;
      readme.level = part(rest);
      readme.duration = part(rest);
    }
    if (section.empty() && line.starts_with("- "))
      readme.learned.push_back(plain(std::string_view(line).substr(2)));
    if ((section == "The steps" || section == "Les étapes") &&
        is_numbered(line))
      readme.steps.push_back(plain(line.substr(line.find(". ") + 2)));
    if (line.find("<!-- card -->") != line.npos)
      card = true;
    else if (card && line.starts_with("- "))
      readme.card.push_back(plain(std::string_view(line).substr(2)));
    else if (!line.empty())
      card = false;
    const std::string title(between(line, "<summary>", "</summary>"));
    if (section.starts_with("Questions") && !title.empty())
      readme.questions.push_back(plain(title));
    if (section == "Hints" || section == "Indices") {
      if (!title.empty())
        readme.hints.push_back({first_number(title), plain(title), ""});
      else if (!readme.hints.empty() && !line.starts_with("<"))
        readme.hints.back().text += (code ? line : plain(line)) + '\n';
    }
  }
  for (auto& hint : readme.hints) {
    hint.text.erase(0, hint.text.find_first_not_of('\n'));
    hint.text.erase(hint.text.find_last_not_of('\n') + 1);
  }
  return readme;
}

}  // namespace companion
