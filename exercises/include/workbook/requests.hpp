// Requests as redis-cli sends them, and as one types them into nc. Given.
//
//   WHERE 4711\n                                 a line of words
//   *2\r\n$5\r\nWHERE\r\n$4\r\n4711\r\n          the same, as redis-cli sends
//   it
//
// The format is RESP, which Redis documents as its serialization protocol.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace workbook {

// The words of a request. There is at least one.
using Request = std::vector<std::string>;

// What stands at the front of some bytes.
struct Front {
  Request request;
  // How many bytes the request takes. 0: it is not whole yet.
  std::size_t size = 0;
  // No bytes to come can make it a request.
  bool malformed = false;
};

namespace detail {

// Reads "*2\r\n" or "$5\r\n" at the front of the bytes. false: not whole yet.
inline bool read_count(std::string_view& bytes, char kind, std::size_t& count,
                       bool& malformed) {
  const auto end = bytes.find('\n');
  const auto line = bytes.substr(0, end);
  // A count has few digits: what is longer will never be one, and neither will
  // an empty line.
  malformed |=
      line.size() > 20 || (line.empty() ? end != bytes.npos : line[0] != kind);
  if (malformed || end == bytes.npos) return false;
  const auto digits = line.substr(1, line.find('\r') - 1);
  const auto [rest, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), count);
  malformed |= error != std::errc() || rest != digits.data() + digits.size();
  bytes.remove_prefix(end + 1);
  return !malformed;
}

}  // namespace detail

inline Front front_of(std::string_view bytes) {
  Front front;
  // Empty lines ask for nothing.
  auto rest = bytes;
  rest.remove_prefix(std::min(rest.find_first_not_of("\r\n "), rest.size()));
  if (rest.empty()) return front;
  Request words;
  if (rest.front() != '*') {
    const auto end = rest.find('\n');
    if (end == rest.npos) return front;
    auto line = rest.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    while (!line.empty()) {
      const auto length = std::min(line.find(' '), line.size());
      if (length > 0) words.emplace_back(line.substr(0, length));
      line.remove_prefix(std::min(length + 1, line.size()));
    }
    rest.remove_prefix(end + 1);
  } else {
    std::size_t count = 0;
    if (!detail::read_count(rest, '*', count, front.malformed)) return front;
    front.malformed = count == 0 || count > 1'000;
    while (!front.malformed && words.size() < count) {
      std::size_t size = 0;
      if (!detail::read_count(rest, '$', size, front.malformed)) return front;
      if (rest.size() < 2 || size > rest.size() - 2) return front;
      front.malformed = rest.substr(size, 2) != "\r\n";
      words.emplace_back(rest.substr(0, size));
      rest.remove_prefix(size + 2);
    }
    if (front.malformed) return front;
  }
  front.request = std::move(words);
  front.size = bytes.size() - rest.size();
  return front;
}

// Answers: "+Lyon\r\n", and "-ERR no such parcel\r\n".
inline std::string success(std::string_view text) {
  return '+' + std::string(text) + "\r\n";
}
inline std::string failure(std::string_view text) {
  std::string line(text);
  for (char& c : line)
    if (c == '\r' || c == '\n') c = ' ';
  return "-ERR " + line + "\r\n";
}

}  // namespace workbook
