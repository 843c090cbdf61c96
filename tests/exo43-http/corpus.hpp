// Requests that must be refused, written from RFC 9110 and RFC 9112: each with
// the statuses that may answer it, and the section that says why.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace {

struct Malformed {
  std::string_view what;
  std::string bytes;
  std::vector<int> statuses;
  std::string_view section;
};

inline std::vector<Malformed> malformed_requests() {
  using namespace std::string_literals;
  const auto with = [](const std::string& fields) {
    return "POST /echo HTTP/1.1\r\nHost: relay\r\n" + fields + "\r\n";
  };
  const auto chunked = [&](const std::string& chunks) {
    return with("Transfer-Encoding: chunked\r\n") + chunks;
  };
  const auto line = [](const std::string& first) {
    return first + "\r\nHost: relay\r\n\r\n";
  };
  const std::string host = "Host: relay\r\n";
  const std::string cl5 = "Content-Length: 5\r\n";
  return {
      // The first line.
      {"no method", line(" / HTTP/1.1"), {400}, "9112 3"},
      {"no target", line("GET HTTP/1.1"), {400}, "9112 3"},
      {"no version", line("GET /"), {400}, "9112 3"},
      {"two spaces", line("GET  / HTTP/1.1"), {400}, "9112 3"},
      {"a tab for a space", line("GET\t/ HTTP/1.1"), {400}, "9112 3"},
      {"a space in the target", line("GET /a b HTTP/1.1"), {400}, "9112 3.2"},
      {"a space at the end", line("GET / HTTP/1.1 "), {400}, "9112 3"},
      {"a space before", line("  GET / HTTP/1.1"), {400}, "9112 2.2"},
      {"a method that is no token", line("G(T / HTTP/1.1"), {400}, "9112 3.1"},
      {"a target without a slash", line("GET a HTTP/1.1"), {400}, "9112 3.2.1"},
      {"a target of UTF-8", line("GET /\xC3\xA9 HTTP/1.1"), {400}, "9110 4.1"},
      {"a byte 0 in the target", line("GET /\0 HTTP/1.1"s), {400}, "9112 3.2"},
      {"a scheme without a host",
       line("GET http:///a HTTP/1.1"),
       {400},
       "9110 4.2.1"},
      {"HTTP/2.0 in words", line("GET / HTTP/2.0"), {505}, "9110 15.6.6"},
      {"HTTP/0.9 in words", line("GET / HTTP/0.9"), {505}, "9110 15.6.6"},
      {"a version in small letters", line("GET / http/1.1"), {400}, "9112 2.3"},
      {"a version of two digits", line("GET / HTTP/1.10"), {400}, "9112 2.3"},
      {"another protocol", line("GET / ICY/1.1"), {400}, "9112 2.3"},
      {"TLS on a plain port",
       "\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\n"s,
       {400},
       "9112 3"},
      // The ends of lines.
      {"LF alone after the first line",
       "GET / HTTP/1.1\n" + host + "\r\n",
       {400},
       "9112 2.2"},
      {"LF alone after a field",
       "GET / HTTP/1.1\r\nHost: relay\n\r\n",
       {400},
       "9112 2.2"},
      {"CR alone in a value", with("X-Note: a\rb\r\n"), {400}, "9112 2.2"},
      {"CR alone in the first line",
       line("GET /\rHTTP/1.1"),
       {400},
       "9112 2.2"},
      // Fields.
      {"no Host", "GET / HTTP/1.1\r\n\r\n", {400}, "9112 3.2"},
      {"two Hosts", with(host), {400}, "9112 3.2"},
      {"a field without a colon", with("Accept\r\n"), {400}, "9112 5"},
      {"a field without a name", with(": text\r\n"), {400}, "9112 5"},
      {"a space before the colon",
       with("Content-Length : 5\r\n"),
       {400},
       "9112 5.1"},
      {"a folded line", with("X-Note: a\r\n b\r\n"), {400}, "9112 5.2"},
      {"a space before the first field",
       "GET / HTTP/1.1\r\n " + host + "\r\n",
       {400},
       "9112 2.2"},
      {"a name in quotes", with("\"Accept\": text\r\n"), {400}, "9110 5.1"},
      {"a byte 0 in a value", with("X-Note: a\0b\r\n"s), {400}, "9110 5.5"},
      {"a bell in a value", with("X-Note: \a\r\n"), {400}, "9110 5.5"},
      {"more fields than allowed",
       [&] {
         std::string fields;
         for (int i = 0; i < 100; ++i) fields += "a: b\r\n";
         return with(fields);
       }(),
       {431},
       "6585 5"},
      {"a head too long",
       with("X-Note: " + std::string(16'384, 'x') + "\r\n"),
       {431},
       "6585 5"},
      {"a first line without an end",
       "GET /" + std::string(17'000, 'x'),
       {431, 414},
       "9112 3"},
      // The length of the body.
      {"a length below zero",
       with("Content-Length: -5\r\n"),
       {400},
       "9110 8.6"},
      {"a length with a plus",
       with("Content-Length: +5\r\n"),
       {400},
       "9110 8.6"},
      {"a length in words",
       with("Content-Length: five\r\n"),
       {400},
       "9110 8.6"},
      {"a length with more behind",
       with("Content-Length: 5 bytes\r\n"),
       {400},
       "9110 8.6"},
      {"a length in hexadecimal",
       with("Content-Length: 0x5\r\n"),
       {400},
       "9110 8.6"},
      {"no length after the name",
       with("Content-Length:\r\n"),
       {400},
       "9110 8.6"},
      {"a list of lengths",
       with("Content-Length: 5, 5\r\n"),
       {400},
       "9110 8.6"},
      {"two equal lengths", with(cl5 + cl5), {400}, "9112 6.3"},
      {"two different lengths",
       with(cl5 + "Content-Length: 6\r\n"),
       {400},
       "9112 6.3"},
      {"a body too long",
       with("Content-Length: 1048577\r\n"),
       {413},
       "9110 15.5.14"},
      {"a length beyond 64 bits",
       with("Content-Length: 18446744073709551621\r\n"),
       {413},
       "9110 8.6"},
      {"a length of forty digits",
       with("Content-Length: " + std::string(40, '9') + "\r\n"),
       {413},
       "9110 8.6"},
      {"a length and chunks",
       with(cl5 + "Transfer-Encoding: chunked\r\n") + "0\r\n\r\n",
       {400},
       "9112 6.3"},
      {"chunks and a length",
       with("Transfer-Encoding: chunked\r\n" + cl5) + "0\r\n\r\n",
       {400},
       "9112 6.3"},
      {"a length of 0 and chunks",
       with("Content-Length: 0\r\nTransfer-Encoding: chunked\r\n"),
       {400},
       "9112 6.3"},
      {"chunks in HTTP/1.0",
       "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
       {400},
       "9112 6.1"},
      {"a coding that is unknown",
       with("Transfer-Encoding: gzip\r\n"),
       {501, 400},
       "9112 6.1"},
      {"chunked, but compressed before",
       with("Transfer-Encoding: gzip, chunked\r\n"),
       {501, 400},
       "9112 6.1"},
      {"chunked, but not at last",
       with("Transfer-Encoding: chunked, identity\r\n"),
       {501, 400},
       "9112 6.3"},
      {"chunked twice",
       with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
       {501, 400},
       "9112 7.1"},
      {"almost chunked",
       with("Transfer-Encoding: xchunked\r\n"),
       {501, 400},
       "9112 6.1"},
      {"no coding after the name",
       with("Transfer-Encoding:\r\n"),
       {501, 400},
       "9112 6.1"},
      // Chunks.
      {"a size that is no number",
       chunked("five\r\nabcde\r\n"),
       {400},
       "9112 7.1"},
      {"a size with 0x", chunked("0x5\r\nabcde\r\n"), {400}, "9112 7.1"},
      {"a size below zero", chunked("-5\r\nabcde\r\n"), {400}, "9112 7.1"},
      {"a size with a space before",
       chunked(" 5\r\nabcde\r\n"),
       {400},
       "9112 7.1"},
      {"no size", chunked("\r\nabcde\r\n"), {400}, "9112 7.1"},
      {"no size before an extension",
       chunked(";a=b\r\nabcde\r\n"),
       {400},
       "9112 7.1"},
      {"LF alone after a size", chunked("5\nabcde\r\n"), {400}, "9112 2.2"},
      {"a chunk that is longer than its size",
       chunked("5\r\nabcdef\r\n"),
       {400},
       "9112 7.1"},
      {"two bytes too many, and no CR",
       chunked("5\r\nabcdeXX0\r\n\r\n"),
       {400},
       "9112 7.1"},
      {"a chunk too long", chunked("100001\r\n"), {413}, "9110 15.5.14"},
      {"a size beyond 64 bits",
       chunked("10000000000000005\r\n"),
       {413},
       "9112 7.1"},
      {"an extension without an end",
       chunked("5;" + std::string(17'000, 'x')),
       {431, 400},
       "9112 7.1.1"},
      {"trailers without an end",
       chunked("0\r\n" +
               [] {
                 std::string trailers;
                 for (int i = 0; i < 3'000; ++i) trailers += "a: b\r\n";
                 return trailers;
               }()),
       {431, 400},
       "9112 7.1.2"},
      {"CR alone in an extension",
       chunked("5;a\rb\r\nhello\r\n0\r\n\r\n"),
       {400},
       "9112 2.2"},
      {"CR alone in a trailer",
       chunked("0\r\na: b\rc\r\n\r\n"),
       {400},
       "9112 2.2"},
      {"LF alone in a trailer", chunked("0\r\na: b\n\r\n"), {400}, "9112 2.2"},
  };
}

}  // namespace
