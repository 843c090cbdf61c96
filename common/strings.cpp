#include "strings.hpp"

#include <fmt/format.h>

namespace workbook {

void replace_all(std::string& text, std::string_view from,
                 std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos;
       at += to.size())
    text.replace(at, from.size(), to);
}

void Fingerprint::add(std::string_view bytes) {
  for (unsigned char byte : bytes) hash_ = (hash_ ^ byte) * 0x100000001b3;
}

std::string Fingerprint::text() const { return fmt::format("{:016x}", hash_); }

}  // namespace workbook
