#include <array>
#include <cstdlib>
#include <initializer_list>
#include <support/language.hpp>
#include <utility>

namespace workbook {

namespace {
bool& speaks_french() {
  static bool answer = [] {
    for (auto name : {"WORKBOOK_LANG", "LC_ALL", "LC_MESSAGES", "LANG"}) {
      const char* value = std::getenv(name);
      if (value && *value) return std::string_view(value).substr(0, 2) == "fr";
    }
    return false;
  }();
  return answer;
}
}  // namespace

bool french() { return speaks_french(); }

void speak_french(bool yes) { speaks_french() = yes; }

std::string typeset_french(std::string_view text) {
  static constexpr auto typography =
      std::to_array<std::pair<std::string_view, std::string_view>>({
          {" :", "\u00a0:"},
          {" ;", "\u00a0;"},
          {" ?", "\u00a0?"},
          {" !", "\u00a0!"},
          {"« ", "«\u00a0"},
          {" »", "\u00a0»"},
      });
  std::string typeset(text);
  for (auto [plain, better] : typography)
    for (std::size_t at = 0; (at = typeset.find(plain, at)) != typeset.npos;)
      typeset.replace(at, plain.size(), better);
  return typeset;
}

void contract(std::string& french_pattern, std::string_view& name) {
  constexpr std::string_view to = "à ", article = "le ";
  const auto gap = french_pattern.find("{}");
  if (gap == french_pattern.npos || gap < to.size()) return;
  const auto before = gap - to.size();
  if (!name.starts_with(article) ||
      std::string_view(french_pattern).substr(before, to.size()) != to)
    return;
  french_pattern.replace(before, to.size(), "au ");
  name.remove_prefix(article.size());
}

std::string Text::spoken() const {
  return french() ? typeset_french(fr) : std::string(en);
}

}  // namespace workbook
