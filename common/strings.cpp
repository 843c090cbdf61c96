#include "strings.hpp"

#include <fmt/format.h>

#include <sstream>

namespace workbook {

void replace_all(std::string& text, std::string_view from,
                 std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos;
       at += to.size())
    text.replace(at, from.size(), to);
}

std::string_view between(std::string_view text, std::string_view open,
                         std::string_view close) {
  const auto begin = text.find(open);
  if (begin == text.npos) return {};
  text.remove_prefix(begin + open.size());
  return text.substr(0, text.find(close));
}

std::vector<std::string> all_between(std::string_view text,
                                     std::string_view open,
                                     std::string_view close) {
  std::vector<std::string> found;
  for (std::size_t at = 0; (at = text.find(open, at)) != text.npos;) {
    at += open.size();
    const auto end = text.find(close, at);
    if (end == text.npos) break;
    found.emplace_back(text.substr(at, end - at));
    at = end;
  }
  return found;
}

std::string xml(std::string_view text) {
  std::string result;
  for (char c : text) switch (c) {
      case '<':
        result += "&lt;";
        break;
      case '>':
        result += "&gt;";
        break;
      case '&':
        result += "&amp;";
        break;
      case '"':
        result += "&quot;";
        break;
      case '\'':
        result += "&apos;";
        break;
      default:
        result += c;
    }
  return result;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == text.npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream stream{std::string(text)};
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

void Fingerprint::add(std::string_view bytes) {
  for (unsigned char byte : bytes) hash_ = (hash_ ^ byte) * 0x100000001b3;
}

std::string Fingerprint::text() const { return fmt::format("{:016x}", hash_); }

}  // namespace workbook
