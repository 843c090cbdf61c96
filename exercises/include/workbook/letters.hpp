// Letters that one office of Relay sends another: a request, and how long there
// is for it. Given.
//
//   3000 WHERE 4711\n       "where is parcel 4711? You have 3 seconds"
//
// The answer is a line. A moment cannot be sent: the steady clocks of two
// machines have nothing in common. What can be sent is the time that is left.
#pragma once

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace workbook {

struct Letter {
  std::chrono::milliseconds left;
  std::string request;
};

// The line that a letter is sent as, its end included.
inline std::string line_of(const Letter& letter) {
  return std::to_string(letter.left.count()) + ' ' + letter.request + '\n';
}

// The letter of a line, which comes without its end; or nothing, if it is none.
inline std::optional<Letter> letter_of(std::string_view line) {
  // A longer time than a steady clock can tell is as long as it can tell.
  constexpr auto most = std::chrono::floor<std::chrono::milliseconds>(
      std::chrono::nanoseconds::max());
  const auto space = line.find(' ');
  if (space == 0 || space > 15) return std::nullopt;
  unsigned long long left = 0;
  const auto [rest, error] =
      std::from_chars(line.data(), line.data() + space, left);
  if (error != std::errc() || rest != line.data() + space) return std::nullopt;
  return Letter{std::min(std::chrono::milliseconds(left), most),
                std::string(line.substr(space + 1))};
}

}  // namespace workbook
