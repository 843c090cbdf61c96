// Is content with the digits up to the limit, and does not look at the rest.
// breaks: "Two Content-Length are refused, and so is one that is not only
//   digits: 400."
// step: 1
// lesson: length-trusted
#include "http.hpp"

#include <algorithm>
#include <string>

namespace exo43 {

namespace http = workbook::http;

namespace {

std::size_t length_of(const std::string& digits) {
  if (digits.empty()) throw Refused(400);
  std::size_t length = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') throw Refused(400);
    length = length * 10 + static_cast<std::size_t>(c - '0');
    if (length > most_body) throw Refused(413);
  }
  return length;
}

}  // namespace

Framing framing_of(const Request& head) {
  Framing framing;
  const auto lengths = http::count_of(head.fields, "content-length");
  const auto codings = http::count_of(head.fields, "transfer-encoding");
  if (lengths > 1 || (lengths > 0 && codings > 0)) throw Refused(400);
  if (codings > 0 && head.minor == 0) throw Refused(400);
  const auto coding =
      http::lower_case(http::value_of(head.fields, "transfer-encoding"));
  framing.chunked = codings > 0;
  if (framing.chunked && coding != "chunked") throw Refused(501);
  if (lengths > 0)
    framing.length = length_of(http::value_of(head.fields, "content-length"));
  return framing;
}

}  // namespace exo43
