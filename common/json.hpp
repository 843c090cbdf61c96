// Writes JSON: an array or an object, member by member.
#pragma once

#include <string>
#include <string_view>

namespace workbook {

// A string as JSON has it, between quotation marks.
std::string quoted(std::string_view text);

class Json {
 public:
  static Json array() { return Json('[', ']'); }
  static Json object() { return Json('{', '}'); }

  // An element of an array.
  void add(const Json& value) { add_text(value.text()); }
  void add(std::string_view value) { add_text(quoted(value)); }
  // An element that is JSON already.
  void add_text(std::string_view json);

  // A member of an object.
  void add(std::string_view name, const Json& value) {
    add_member(name, value.text());
  }
  void add(std::string_view name, std::string_view value) {
    add_member(name, quoted(value));
  }
  void add(std::string_view name, const char* value) {
    add_member(name, quoted(value));
  }
  void add(std::string_view name, bool value) {
    add_member(name, value ? "true" : "false");
  }
  void add(std::string_view name, int value) {
    add_member(name, std::to_string(value));
  }
  void add(std::string_view name, double value);

  std::string text() const { return content_ + close_; }

 private:
  Json(char open, char close) : content_(1, open), close_(close) {}
  void add_member(std::string_view name, std::string_view json) {
    add_text(quoted(name) + ": " + std::string(json));
  }

  std::string content_;
  char close_;
};

}  // namespace workbook
