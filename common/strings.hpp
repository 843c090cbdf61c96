// Small work on texts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace workbook {

// Replaces each occurrence of `from`, which is not empty.
void replace_all(std::string& text, std::string_view from, std::string_view to);

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
