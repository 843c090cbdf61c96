#include "json.hpp"

#include <fmt/format.h>

namespace workbook {

std::string quoted(std::string_view text) {
  std::string json = "\"";
  for (char c : text) {
    if (c == '"' || c == '\\')
      json += {'\\', c};
    else if (c == '\n')
      json += "\\n";
    else if (static_cast<unsigned char>(c) < 32)
      json += fmt::format("\\u{:04x}", c);
    else
      json += c;
  }
  return json + '"';
}

void Json::add(std::string_view name, double value) {
  add_member(name, fmt::format("{:.6g}", value));
}

void Json::add_text(std::string_view json) {
  if (content_.size() > 1) content_ += ", ";
  content_ += json;
}

}  // namespace workbook
