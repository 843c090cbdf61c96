// Small work on texts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace workbook {

// Replaces each occurrence of `from`, which is not empty.
void replace_all(std::string& text, std::string_view from, std::string_view to);

// The text after the first `open`, up to the `close` that follows it or else
// the end; empty if there is no `open`.
std::string_view between(std::string_view text, std::string_view open,
                         std::string_view close);

// Each piece that stands between an `open` and a `close`.
std::vector<std::string> all_between(std::string_view text,
                                     std::string_view open,
                                     std::string_view close);

// Text for XML and HTML, in text and in attributes.
std::string xml(std::string_view text);

// The parts of a text between separators: at least one, and any may be empty.
// They lie in `text`.
std::vector<std::string_view> split(std::string_view text, char separator);

std::vector<std::string> lines_of(std::string_view text);

// A mark of bytes (FNV-1a): shows that something has changed, but not to
// somebody who wants to hide it.
class Fingerprint {
 public:
  void add(std::string_view bytes);
  std::string text() const;

 private:
  std::uint64_t hash_ = 0xcbf29ce484222325;
};

}  // namespace workbook
