// Writes an archive that every system can open: files as they are, named in
// UTF-8.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace grader {

class Zip {
 public:
  // `path` has "/" between its parts.
  void add(std::string_view path, std::string_view content);
  bool empty() const { return files_ == 0; }
  // The whole archive.
  std::string text() const;

 private:
  std::string content_, directory_;
  std::uint16_t files_ = 0;
};

}  // namespace grader
