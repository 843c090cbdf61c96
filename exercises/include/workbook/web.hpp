// The words of the web, as a client needs them: names of pages, answers, links
// in HTML, robots.txt. Given. What requests and answers share is in http.hpp.
//
// RFC 3986 says what a URL is, RFC 9309 what robots.txt means.
#pragma once

#include <algorithm>
#include <array>
#include <compare>
#include <cstddef>
#include <limits>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>
#include <workbook/http.hpp>

namespace workbook::web {

// Something that came from the network and is not what it should be.
struct Malformed : std::runtime_error {
  using runtime_error::runtime_error;
};

// The name of a page. Made by url_of and resolve, it is the one spelling that
// stands for all: the host in lower case and without ":80", a path without "."
// and "..", "%7E" as "~" and "%e9" as "%E9", and no fragment, which names a
// place in the page.
struct Url {
  std::string host;    // "relay", "127.0.0.1:8080"
  std::string target;  // "/fr/?page=2"

  auto operator<=>(const Url&) const = default;
};

inline std::string text_of(const Url& url) {
  return "http://" + url.host + url.target;
}

// No page that is worth reading has a longer one.
inline constexpr std::size_t longest_target = 2'048;

namespace detail {

inline bool is_letter_or_digit(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z');
}

inline bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

inline std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

// One spelling for each byte. Nothing if a "%" is not followed by two digits.
inline std::optional<std::string> one_spelling(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string spelled;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto byte = static_cast<unsigned char>(text[i]);
    bool encoded = byte <= ' ' || byte > '~';
    if (byte == '%') {
      if (text.size() - i < 3) return std::nullopt;
      const int high = http::hex_digit(text[i + 1]);
      const int low = http::hex_digit(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      byte = static_cast<unsigned char>(high * 16 + low);
      const char c = static_cast<char>(byte);
      encoded = !is_letter_or_digit(c) &&
                std::string_view("-._~").find(c) == std::string_view::npos;
      i += 2;
    }
    if (encoded) {
      spelled += '%';
      spelled += digits[byte / 16];
      spelled += digits[byte % 16];
    } else {
      spelled += static_cast<char>(byte);
    }
  }
  return spelled;
}

// "/a/./b/../c" is "/a/c".
inline std::string without_dots(std::string_view path) {
  std::string kept;
  while (!path.empty()) {
    const auto part = path.substr(0, path.find('/', 1));
    path.remove_prefix(part.size());
    const bool last = path.empty();
    if (part == "/..") {
      const auto slash = kept.rfind('/');
      kept.erase(slash == kept.npos ? 0 : slash);
      if (last) kept += '/';
    } else if (part == "/.") {
      if (last) kept += '/';
    } else {
      kept += part;
    }
  }
  return kept.empty() ? "/" : kept;
}

// "Relay:80" is "relay".
inline std::optional<std::string> host_of(std::string_view authority) {
  auto host = http::lower_case(authority);
  const auto colon = host.find(':');
  if (colon != host.npos) {
    const auto port = host.substr(colon + 1);
    if (port.size() > 5 || port.find_first_not_of("0123456789") != port.npos)
      return std::nullopt;
    if (port.empty() || port == "80") host.erase(colon);
  }
  for (const char c : host)
    if (!is_letter_or_digit(c) && c != '-' && c != '.' && c != ':')
      return std::nullopt;
  if (host.empty() || host.front() == ':') return std::nullopt;
  return host;
}

}  // namespace detail

// Where a link leads, as a page at `base` has it: "../", "/fr/", "?page=2",
// "//relay/", "http://relay/#top". Nothing if that is no page of the web as we
// know it: "mailto:", "https:", or what is malformed.
inline std::optional<Url> resolve(const Url& base, std::string_view link) {
  link = detail::trimmed(link);
  link = link.substr(0, link.find('#'));
  Url url{base.host, ""};
  const auto colon = link.find(':');
  if (colon < link.find_first_of("/?")) {
    if (http::lower_case(link.substr(0, colon)) != "http") return std::nullopt;
    link.remove_prefix(colon + 1);
    if (!link.starts_with("//")) return std::nullopt;
  }
  std::string target(link);
  if (link.starts_with("//")) {
    link.remove_prefix(2);
    const auto end = std::min(link.find_first_of("/?"), link.size());
    const auto host = detail::host_of(link.substr(0, end));
    if (!host) return std::nullopt;
    url.host = *host;
    target = link.substr(end);
    if (!target.starts_with('/')) target.insert(0, 1, '/');
  } else if (link.empty()) {
    target = base.target;
  } else if (!link.starts_with('/')) {
    const auto path = base.target.substr(0, base.target.find('?'));
    if (link.starts_with('?'))
      target = path + target;
    else
      target = path.substr(0, path.rfind('/') + 1) + target;
  }
  if (target.size() > longest_target) return std::nullopt;
  const auto spelled = detail::one_spelling(target);
  if (!spelled) return std::nullopt;
  const auto query = std::min(spelled->find('?'), spelled->size());
  url.target =
      detail::without_dots(std::string_view(*spelled).substr(0, query)) +
      spelled->substr(query);
  return url;
}

// The name that somebody typed: "http://relay/fr/".
inline std::optional<Url> url_of(std::string_view text) {
  const auto url = resolve({"", "/"}, text);
  if (!url || url->host.empty()) return std::nullopt;
  return url;
}

// The first lines of an answer.
struct Head {
  int status = 0;
  http::Fields fields;
};

// Reads the head of an answer: its lines, each with the CR LF that ends it, and
// the empty line at the end. Throws Malformed.
inline Head parse_head(std::string_view text) {
  Head head;
  const auto line = http::detail::next_line(text);
  const auto digit = [&](std::size_t i) {
    return line[i] >= '0' && line[i] <= '9';
  };
  if (line.size() < 12 || !line.starts_with("HTTP/1.") || !digit(7) ||
      line[8] != ' ' || line[9] < '1' || line[9] > '5' || !digit(10) ||
      !digit(11) || (line.size() > 12 && line[12] != ' '))
    throw Malformed("this is no answer");
  head.status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + line[11] - '0';
  while (!text.empty()) {
    const auto field = http::detail::next_line(text);
    if (field.empty()) break;
    const auto colon = field.find(':');
    if (colon == field.npos || !http::is_token(field.substr(0, colon)))
      throw Malformed("this is no field");
    head.fields.push_back(
        {http::lower_case(field.substr(0, colon)),
         std::string(detail::trimmed(field.substr(colon + 1)))});
  }
  return head;
}

// How many bytes of body the fields announce; nothing if they do not say. What
// is larger than any number is the largest one. Throws Malformed.
inline std::optional<std::size_t> length_of(const http::Fields& fields) {
  if (http::count_of(fields, "content-length") == 0) return std::nullopt;
  constexpr auto largest = std::numeric_limits<std::size_t>::max();
  std::size_t length = 0;
  const auto digits = http::value_of(fields, "content-length");
  if (digits.empty()) throw Malformed("this is no length");
  for (const char c : digits) {
    if (c < '0' || c > '9') throw Malformed("this is no length");
    const auto next = static_cast<std::size_t>(c - '0');
    length = length > (largest - next) / 10 ? largest : length * 10 + next;
  }
  return length;
}

// The links of a page, as they are written there: the href of each <a>.
inline std::vector<std::string> links_of(std::string_view html) {
  std::vector<std::string> links;
  const auto skip = [&](auto unwanted) {
    while (!html.empty() && unwanted(html.front())) html.remove_prefix(1);
  };
  const auto spaces = [&] {
    skip([](char c) { return detail::is_space(c) || c == '/'; });
  };
  for (;;) {
    html.remove_prefix(std::min(html.find('<'), html.size()));
    if (html.size() < 4) return links;
    if (html.starts_with("<!--")) {
      html.remove_prefix(std::min(html.find("-->", 4), html.size()));
      continue;
    }
    const bool anchor =
        (html[1] == 'a' || html[1] == 'A') && detail::is_space(html[2]);
    html.remove_prefix(anchor ? 2 : 1);
    if (!anchor) continue;
    for (spaces(); !html.empty() && html.front() != '>'; spaces()) {
      const auto from = html;
      skip([](char c) {
        return !detail::is_space(c) && c != '=' && c != '>' && c != '/';
      });
      const auto name = from.substr(0, from.size() - html.size());
      skip(detail::is_space);
      if (!html.starts_with('=')) {
        if (name.empty()) html.remove_prefix(1);
        continue;
      }
      html.remove_prefix(1);
      skip(detail::is_space);
      std::string_view value;
      if (html.starts_with('"') || html.starts_with('\'')) {
        const auto end = std::min(html.find(html.front(), 1), html.size());
        value = html.substr(1, end - 1);
        html.remove_prefix(std::min(end + 1, html.size()));
      } else {
        value = html.substr(0, html.find_first_of(" \t\n\r\f>"));
        html.remove_prefix(value.size());
      }
      if (http::lower_case(name) != "href") continue;
      std::string link(value);
      for (std::size_t at = 0; (at = link.find("&amp;", at)) != link.npos; ++at)
        link.replace(at, 5, "&");
      links.push_back(std::move(link));
    }
  }
}

// What robots.txt allows to a robot of this name.
class Robots {
 public:
  Robots(std::string_view text, std::string_view name) {
    std::vector<Rule> for_all;
    bool named = false, ours = false, everybodys = false, in_rules = true;
    while (!text.empty()) {
      auto line = text.substr(0, text.find_first_of("\r\n"));
      text.remove_prefix(std::min(line.size() + 1, text.size()));
      line = line.substr(0, line.find('#'));
      const auto colon = line.find(':');
      if (colon == line.npos) continue;
      const auto key = http::lower_case(detail::trimmed(line.substr(0, colon)));
      const auto value = detail::trimmed(line.substr(colon + 1));
      if (key == "user-agent") {
        // Several of these lines in a row begin one group.
        if (in_rules) ours = everybodys = false;
        in_rules = false;
        ours |= http::lower_case(value) == http::lower_case(name);
        everybodys |= value == "*";
        named |= ours;
      } else if (key == "allow" || key == "disallow") {
        in_rules = true;
        if (value.empty()) continue;
        const Rule rule{
            detail::one_spelling(value).value_or(std::string(value)),
            key == "allow"};
        if (ours) rules_.push_back(rule);
        if (everybodys) for_all.push_back(rule);
      }
    }
    if (!named) rules_ = std::move(for_all);
  }

  // The longest rule that fits decides; of two as long, the one that allows.
  bool allows(std::string_view target) const {
    std::size_t longest = 0;
    bool allowed = true;
    for (const auto& rule : rules_) {
      if (!fits(rule.pattern, target) || rule.pattern.size() < longest)
        continue;
      allowed = rule.allows || (rule.pattern.size() == longest && allowed);
      longest = rule.pattern.size();
    }
    return allowed;
  }

 private:
  struct Rule {
    std::string pattern;
    bool allows;
  };

  // A pattern is the beginning of a target; "*" is anything, "$" at its end is
  // the end.
  static bool fits(std::string_view pattern, std::string_view target) {
    const bool whole = pattern.ends_with('$');
    if (whole) pattern.remove_suffix(1);
    std::size_t p = 0, t = 0;
    std::optional<std::size_t> star;  // where the pattern goes on behind it
    std::size_t taken = 0;            // where the target goes on behind it
    for (;;) {
      if (p < pattern.size() && pattern[p] == '*') {
        star = ++p;
        taken = t;
      } else if (p == pattern.size() && (!whole || t == target.size())) {
        return true;
      } else if (p < pattern.size() && t < target.size() &&
                 pattern[p] == target[t]) {
        ++p;
        ++t;
      } else if (star && taken < target.size()) {
        p = *star;
        t = ++taken;
      } else {
        return false;
      }
    }
  }

  std::vector<Rule> rules_;
};

}  // namespace workbook::web
