#include "sheet.hpp"

#include <algorithm>

#include "intake.hpp"
#include "text.hpp"

namespace grader {

std::string_view Sheet::begin() const { return french ? "\xEF\xBB\xBF" : ""; }

std::string Sheet::row(const std::vector<std::string>& fields) const {
  std::string text;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i) text += separator;
    text += csv(fields[i], separator);
  }
  return text + "\r\n";
}

std::string Sheet::number(double points) const {
  auto text = points_text(points);
  if (decimal_comma) std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

std::string Sheet::said(workbook::Text text) const {
  return std::string(french ? text.fr : text.en);
}

Table read_table(std::string text) {
  std::vector<std::string> none;
  text = as_utf8(std::move(text), "", none);
  const auto first = text.substr(0, text.find('\n'));
  char separator = ',';
  for (char other : {';', '\t'})
    if (std::count(first.begin(), first.end(), other) >
        std::count(first.begin(), first.end(), separator))
      separator = other;

  std::vector<std::vector<std::string>> lines(1);
  bool quoted = false, fresh = true;
  const auto field = [&]() -> std::string& {
    if (fresh) lines.back().emplace_back();
    fresh = false;
    return lines.back().back();
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '"' && i + 1 < text.size() && text[i + 1] == '"') {
      field() += text[++i];
    } else if (c == '"' && (quoted || field().empty())) {
      quoted = !quoted;
    } else if (!quoted && c == separator) {
      field();
      fresh = true;
    } else if (!quoted && c == '\n') {
      field();
      fresh = true;
      lines.emplace_back();
    } else {
      field() += c;
    }
  }
  Table table;
  for (auto& line : lines) {
    const bool empty = std::all_of(line.begin(), line.end(),
                                   [](const auto& one) { return one.empty(); });
    if (empty) continue;
    if (table.head.empty()) {
      table.head = std::move(line);
      continue;
    }
    line.resize(table.head.size());
    table.rows.push_back(std::move(line));
  }
  return table;
}

}  // namespace grader
