// The words of HTTP: what a request and a response are made of, how a head is
// written, and the tables that nobody learns by heart. Given.
//
// RFC 9110 says what the words mean, RFC 9112 how HTTP/1.1 writes them down.
#pragma once

#include <algorithm>
#include <array>
#include <asio/awaitable.hpp>
#include <chrono>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

namespace workbook::http {

// "Content-Length: 5". The names of a request's fields are in lower case.
struct Field {
  std::string name;
  std::string value;

  bool operator==(const Field&) const = default;
};
using Fields = std::vector<Field>;

struct Request {
  std::string method;  // "GET"
  std::string target;  // "/fr/?page=2", as it was sent
  int minor = 1;       // 1 for HTTP/1.1, 0 for HTTP/1.0
  Fields fields;
  std::string body;
};

struct Response {
  int status = 200;
  Fields fields;  // without Date, Connection and Content-Length
  std::string body;
};

// What a site makes of a request. It may take its time, and it may throw.
using Handler = std::function<asio::awaitable<Response>(Request)>;

inline std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

// How many fields of this name there are. Names are given in lower case.
inline std::size_t count_of(const Fields& fields, std::string_view name) {
  return static_cast<std::size_t>(
      std::count_if(fields.begin(), fields.end(),
                    [&](const Field& field) { return field.name == name; }));
}

// The value of a field, "" if there is none. What was said in several fields of
// one name is one list: "gzip, chunked".
inline std::string value_of(const Fields& fields, std::string_view name) {
  std::string value;
  for (const auto& field : fields)
    if (field.name == name) value += (value.empty() ? "" : ", ") + field.value;
  return value;
}

// Whether the list in a field names `word`: "Connection: Keep-Alive, Close"
// names close. `word` is in lower case.
inline bool lists(const Fields& fields, std::string_view name,
                  std::string_view word) {
  const auto list = lower_case(value_of(fields, name));
  for (std::string_view rest = list; !rest.empty();) {
    const auto comma = std::min(rest.find(','), rest.size());
    auto item = rest.substr(0, comma);
    item.remove_prefix(std::min(item.find_first_not_of(" \t"), item.size()));
    item = item.substr(0, item.find_last_not_of(" \t") + 1);
    if (item == word) return true;
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return false;
}

// A token: what methods and the names of fields are made of.
inline bool is_token(std::string_view text) {
  constexpr std::string_view allowed =
      "!#$%&'*+-.^_`|~0123456789"
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  return !text.empty() && text.find_first_not_of(allowed) == text.npos;
}

// 10 for 'a' and 'A'; -1 for what is no hexadecimal digit.
inline int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

inline std::string_view reason(int status) {
  static constexpr std::array<std::pair<int, std::string_view>, 19> reasons{
      {{100, "Continue"},
       {200, "OK"},
       {201, "Created"},
       {204, "No Content"},
       {301, "Moved Permanently"},
       {302, "Found"},
       {304, "Not Modified"},
       {400, "Bad Request"},
       {403, "Forbidden"},
       {404, "Not Found"},
       {405, "Method Not Allowed"},
       {408, "Request Timeout"},
       {413, "Content Too Large"},
       {429, "Too Many Requests"},
       {431, "Request Header Fields Too Large"},
       {500, "Internal Server Error"},
       {501, "Not Implemented"},
       {503, "Service Unavailable"},
       {505, "HTTP Version Not Supported"}}};
  for (const auto& [known, text] : reasons)
    if (known == status) return text;
  return "Unknown";
}

// "Tue, 15 Nov 1994 08:12:31 GMT": now, as a Date field says it.
inline std::string date() {
  using namespace std::chrono;
  constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                              "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto now = floor<seconds>(system_clock::now());
  const auto today = floor<std::chrono::days>(now);
  const year_month_day day(today);
  const hh_mm_ss time(now - today);
  std::array<char, 64> text;
  const int size = std::snprintf(
      text.data(), text.size(), "%s, %02u %s %04d %02d:%02d:%02d GMT",
      days[weekday(today).c_encoding()], static_cast<unsigned>(day.day()),
      months[static_cast<unsigned>(day.month()) - 1],
      static_cast<int>(day.year()), static_cast<int>(time.hours().count()),
      static_cast<int>(time.minutes().count()),
      static_cast<int>(time.seconds().count()));
  return {text.data(), static_cast<std::size_t>(size)};
}

// What a file is, as its name says: "image/svg+xml" for "boat.svg".
inline std::string_view media_type(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 12>
      types{{{".html", "text/html; charset=utf-8"},
             {".css", "text/css; charset=utf-8"},
             {".js", "text/javascript; charset=utf-8"},
             {".txt", "text/plain; charset=utf-8"},
             {".json", "application/json"},
             {".xml", "application/xml"},
             {".svg", "image/svg+xml"},
             {".png", "image/png"},
             {".jpg", "image/jpeg"},
             {".gif", "image/gif"},
             {".ico", "image/vnd.microsoft.icon"},
             {".pdf", "application/pdf"}}};
  for (const auto& [ending, type] : types)
    if (name.ends_with(ending)) return type;
  return "application/octet-stream";
}

// A request that is refused, with the status of the answer that it gets.
struct Refused : std::runtime_error {
  explicit Refused(int status)
      : runtime_error(std::string(reason(status))), status(status) {}
  int status;
};

namespace detail {

// Takes a line off the front, and drops its end.
inline std::string_view next_line(std::string_view& text) {
  const auto line = text.substr(0, text.find("\r\n"));
  text.remove_prefix(std::min(line.size() + 2, text.size()));
  return line;
}

inline int minor_of(std::string_view version) {
  if (version == "HTTP/1.1") return 1;
  if (version == "HTTP/1.0") return 0;
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool other = version.size() == 8 && version.starts_with("HTTP/") &&
                     digit(version[5]) && version[6] == '.' &&
                     digit(version[7]);
  throw Refused(other ? 505 : 400);
}

// The target as it is sent to the server itself: what a proxy is sent,
// "http://relay/fr/", is "/fr/" to the one at relay.
inline std::string origin_form(std::string_view target) {
  // From the '!' to the '~': no space, no control character, no UTF-8.
  for (const char c : target)
    if (c <= ' ' || c > '~') throw Refused(400);
  constexpr std::string_view scheme = "http://";
  if (lower_case(target.substr(0, scheme.size())) == scheme) {
    target.remove_prefix(scheme.size());
    const auto host = std::min(target.find_first_of("/?"), target.size());
    if (host == 0) throw Refused(400);
    target.remove_prefix(host);
    // "http://relay?page=2" has an empty path, and that is "/".
    if (!target.starts_with('/')) return "/" + std::string(target);
  }
  if (!target.starts_with('/')) throw Refused(400);
  return std::string(target);
}

// A host is a name or an address, and perhaps a port (RFC 9112, 3.2): nothing
// that would end a host elsewhere, such as a "/", a "@" or a space.
inline bool is_host(std::string_view text) {
  for (const char c : text)
    if (c <= ' ' || c > '~' ||
        std::string_view("\"#/<>?@\\^`{|}").find(c) != text.npos)
      return false;
  return true;
}

}  // namespace detail

// Reads a head: its lines, each with the CR LF that ends it, and the empty line
// at the end. Throws Refused, with 400 or 505.
//
// It is strict at every point where RFC 9112 allows that. What two programs
// read in two ways, a proxy and the server behind it, is how requests are
// smuggled past the first of them.
inline Request parse_head(std::string_view head) {
  Request request;
  const auto line = detail::next_line(head);
  const auto target = line.find(' ');
  const auto version = line.rfind(' ');
  if (target == line.npos || target == version) throw Refused(400);
  request.method = line.substr(0, target);
  if (!is_token(request.method)) throw Refused(400);
  request.minor = detail::minor_of(line.substr(version + 1));
  request.target =
      detail::origin_form(line.substr(target + 1, version - target - 1));
  while (!head.empty()) {
    const auto field = detail::next_line(head);
    if (field.empty()) break;
    // A name is a token. So "Host : a" is refused here, and a line that begins
    // with a space, which once continued the line before it.
    const auto colon = field.find(':');
    if (colon == field.npos || !is_token(field.substr(0, colon)))
      throw Refused(400);
    auto value = field.substr(colon + 1);
    value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
    value = value.substr(0, value.find_last_not_of(" \t") + 1);
    for (const char c : value)
      if ((c >= 0 && c < ' ' && c != '\t') || c == 127) throw Refused(400);
    request.fields.push_back(
        {lower_case(field.substr(0, colon)), std::string(value)});
  }
  const auto hosts = count_of(request.fields, "host");
  if (hosts > 1 || (hosts == 0 && request.minor == 1) ||
      !detail::is_host(value_of(request.fields, "host")))
    throw Refused(400);
  return request;
}

// "/two words.txt" of "/two%20words.txt": "%" and two hexadecimal digits are
// one byte. Nothing if a "%" stands before anything else.
inline std::optional<std::string> percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      decoded += text[i];
      continue;
    }
    if (text.size() - i < 3) return std::nullopt;
    const int high = hex_digit(text[i + 1]);
    const int low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0) return std::nullopt;
    decoded += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return decoded;
}

// All that is in a file; nothing if there is no such file, or not a regular
// one: a pipe could keep its reader waiting for ever. It blocks its thread.
inline std::optional<std::string> read_file(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  std::string content;
  std::array<char, 16 * 1024> piece;
  do {
    file.read(piece.data(), piece.size());
    content.append(piece.data(), static_cast<std::size_t>(file.gcount()));
  } while (file);
  if (file.bad()) return std::nullopt;
  return content;
}

}  // namespace workbook::http
