#include "junit.hpp"

#include <cstdlib>
#include <utility>

#include "strings.hpp"

namespace workbook {

namespace {

std::string unescaped(std::string_view xml) {
  std::string text;
  while (!xml.empty()) {
    const auto end = xml.front() == '&' ? xml.find(';') : xml.npos;
    if (end == xml.npos) {
      text += xml.front();
      xml.remove_prefix(1);
      continue;
    }
    const auto name = xml.substr(1, end - 1);
    if (name == "lt") text += '<';
    if (name == "gt") text += '>';
    if (name == "amp") text += '&';
    if (name == "quot") text += '"';
    if (name == "apos") text += '\'';
    // CTest writes so what XML cannot hold: nothing a terminal should get.
    if (name.starts_with('#')) text += '?';
    xml.remove_prefix(end + 1);
  }
  return text;
}

// CTest has an attribute for it, the schema of JUnit has not.
std::string status_of(std::string_view test) {
  const auto status = between(test, " status=\"", "\"");
  if (!status.empty()) return unescaped(status);
  if (test.find("<failure") != test.npos) return "fail";
  return test.find("<error") != test.npos ? "error" : "pass";
}

}  // namespace

std::vector<TestCase> read_junit(std::string_view report) {
  constexpr std::string_view open = "<testcase", close = "</testcase>";
  std::vector<TestCase> found;
  for (std::size_t at = 0; (at = report.find(open, at)) != report.npos;) {
    const auto end = report.find(close, at);
    const auto one = report.substr(at, end - at);
    found.push_back({unescaped(between(one, " name=\"", "\"")), status_of(one),
                     unescaped(between(one, "<system-out>", "</system-out>"))});
    if (end == report.npos) break;
    at = end;
  }
  return found;
}

std::vector<std::pair<std::string, std::string>> read_properties(
    std::string_view report) {
  constexpr std::string_view open = "<property ";
  std::vector<std::pair<std::string, std::string>> found;
  for (std::size_t at = 0; (at = report.find(open, at)) != report.npos;
       at += open.size()) {
    const auto one = report.substr(at, report.find('>', at) - at);
    found.emplace_back(unescaped(between(one, "name=\"", "\"")),
                       unescaped(between(one, "value=\"", "\"")));
  }
  return found;
}

}  // namespace workbook
