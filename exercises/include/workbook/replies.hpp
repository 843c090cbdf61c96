// What a carrier says, in one line, as one types it into nc. Given.
//
//   200 Lyon                the answer
//   404 no such parcel      an answer, too
//   429 Retry-After: 2      too many questions: not before two seconds
//   503                     not now, and no word about when
//
// The numbers are those of HTTP, and mean the same.
#pragma once

#include <charconv>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace workbook {

struct Reply {
  int status = 0;
  std::string text;
  std::optional<std::chrono::seconds> retry_after;

  // The question was not answered. It may be, later.
  bool refused() const { return status == 429 || status == 503; }

  friend bool operator==(const Reply&, const Reply&) = default;
};

// The reply that stands in a line, given without its end; or nothing, if it is
// no reply.
inline std::optional<Reply> reply_of(std::string_view line) {
  const auto number = [](std::string_view digits, int& value) {
    const auto [rest, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return error == std::errc() && rest == digits.data() + digits.size() &&
           value >= 0;
  };
  Reply reply;
  if (!number(line.substr(0, 3), reply.status) || reply.status < 100 ||
      (line.size() > 3 && line[3] != ' '))
    return std::nullopt;
  if (line.size() > 4) reply.text = line.substr(4);
  constexpr std::string_view later = "Retry-After: ";
  if (reply.text.starts_with(later)) {
    int seconds = 0;
    if (!number(std::string_view(reply.text).substr(later.size()), seconds))
      return std::nullopt;
    reply.retry_after = std::chrono::seconds(seconds);
  }
  return reply;
}

}  // namespace workbook
