#include "zip.hpp"

namespace grader {

namespace {

// The numbers of the format are little-endian: "APPNOTE.TXT" of PKWARE, 4.3.
void put(std::string& text, std::uint32_t number, int bytes) {
  for (; bytes > 0; --bytes, number >>= 8)
    text += static_cast<char>(number & 0xFF);
}

std::uint32_t checksum(std::string_view bytes) {
  std::uint32_t sum = ~0u;
  for (const char byte : bytes) {
    sum ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit)
      sum = (sum >> 1) ^ (sum & 1 ? 0xEDB88320u : 0u);
  }
  return ~sum;
}

constexpr std::uint32_t version = 20;
constexpr std::uint32_t names_in_utf8 = 1 << 11;
constexpr std::uint32_t first_of_1980 = 0x21;  // no date: it never changes

}  // namespace

void Zip::add(std::string_view path, std::string_view content) {
  const auto size = static_cast<std::uint32_t>(content.size());
  std::string common;  // of the file's own header, and of the directory
  put(common, version, 2);
  put(common, names_in_utf8, 2);
  put(common, 0, 2);  // stored
  put(common, 0, 2);
  put(common, first_of_1980, 2);
  put(common, checksum(content), 4);
  put(common, size, 4);
  put(common, size, 4);
  put(common, static_cast<std::uint32_t>(path.size()), 2);
  put(common, 0, 2);

  const auto at = static_cast<std::uint32_t>(content_.size());
  content_ += "PK\x03\x04" + common;
  content_ += path;
  content_ += content;

  directory_ += "PK\x01\x02";
  put(directory_, version, 2);
  directory_ += common;
  put(directory_, 0, 2);  // no comment
  put(directory_, 0, 2);
  put(directory_, 0, 2);
  put(directory_, 0, 4);
  put(directory_, at, 4);
  directory_ += path;
  ++files_;
}

std::string Zip::text() const {
  auto text = content_ + directory_ + "PK\x05\x06";
  put(text, 0, 4);
  put(text, files_, 2);
  put(text, files_, 2);
  put(text, static_cast<std::uint32_t>(directory_.size()), 4);
  put(text, static_cast<std::uint32_t>(content_.size()), 4);
  put(text, 0, 2);
  return text;
}

}  // namespace grader
