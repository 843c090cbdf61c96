#include "http.hpp"

#include <algorithm>
#include <array>
#include <asio/post.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cerrno>
#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <ostream>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <support/awkward.hpp>
#include <support/disk.hpp>
#include <support/expect.hpp>
#include <support/gate.hpp>
#include <support/world/chaos.hpp>
#include <support/world/peer.hpp>
#include <support/world/world.hpp>
#include <thread>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>
#include <workbook/http.hpp>

#include "corpus.hpp"
#include "lessons.hpp"

namespace workbook::http {

// As the story shows it.
std::ostream& operator<<(std::ostream& out, const Response& response) {
  return out << response.status << " \"" << response.body.substr(0, 20) << '"';
}

}  // namespace workbook::http

using asio::ip::tcp;
using exo43::Framing;
using exo43::framing_of;
using exo43::longest_head;
using exo43::most_body;
using exo43::most_fields;
using exo43::parse_head;
using exo43::Parser;
using exo43::Patience;
using exo43::Refused;
using exo43::Request;
using exo43::Response;
using workbook::awkward_exceptions;
using workbook::Chaos;
using workbook::Client;
using workbook::Folder;
using workbook::for_each_failing_call;
using workbook::for_each_seed;
using workbook::Gate;
using workbook::in_french;
using workbook::Outcome;
using workbook::Port;
using workbook::quoted;
using workbook::Stage;
using workbook::Teaching;
using workbook::Text;
using workbook::World;
using workbook::http::count_of;
using workbook::http::value_of;
using namespace std::chrono_literals;
using namespace std::string_literals;

namespace {

constexpr Text the_parcel_is_lost{"the parcel is lost", "le colis est perdu"};

std::string post(const std::string& fields, const std::string& body = "",
                 const std::string& version = "1.1") {
  return "POST /echo HTTP/" + version + "\r\nHost: relay\r\n" + fields +
         "\r\n" + body;
}
std::string sized(const std::string& body) {
  return post("Content-Length: " + std::to_string(body.size()) + "\r\n", body);
}
std::string chunked(const std::string& chunks) {
  return post("Transfer-Encoding: chunked\r\n", chunks);
}
std::string get(const std::string& target, const std::string& fields = "") {
  return "GET " + target + " HTTP/1.1\r\nHost: relay\r\n" + fields + "\r\n";
}

}  // namespace

// Step 1

namespace {

Framing framing(const std::string& fields, const std::string& version = "1.1") {
  return framing_of(parse_head(post(fields, "", version)));
}

// The status with which it is refused; 0 if it is not.
int refusal(const std::string& fields, const std::string& version = "1.1") {
  try {
    framing(fields, version);
    return 0;
  } catch (const Refused& refused) {
    return refused.status;
  }
}

}  // namespace

TEST_CASE("a body is as long as the head says", "[step1]") {
  in_french("un corps est aussi long que le dit l'en-tête");
  EXPECT(body_misjudged, framing("") == Framing{false, 0});
  EXPECT(body_misjudged, framing("Content-Length: 5\r\n") == Framing{false, 5});
  EXPECT(body_misjudged, framing("content-LENGTH:0\r\n") == Framing{false, 0});
  EXPECT(body_misjudged,
         framing("Content-Length: 0000000000000000000000042\r\n") ==
             Framing{false, 42});
  EXPECT(body_misjudged,
         framing("Transfer-Encoding: chunked\r\n") == Framing{true, 0});
  {
    INFO("transfer-encoding: CHUNKED");
    EXPECT(body_misjudged,
           framing("transfer-encoding: CHUNKED\r\n") == Framing{true, 0});
  }
  EXPECT(body_misjudged,
         framing("Content-Length: 7\r\n", "1.0") == Framing{false, 7});
  for (auto method : {"GET", "HEAD", "DELETE", "PATCH"}) {
    auto head = parse_head(post(""));
    head.method = method;
    EXPECT(body_misjudged, framing_of(head) == Framing{false, 0});
    head.fields.push_back({"content-length", "5"});
    EXPECT(body_misjudged, framing_of(head) == Framing{false, 5});
  }
}

TEST_CASE("a length is only digits", "[step1]") {
  in_french("une longueur n'est faite que de chiffres");
  for (auto length : {"", "-5", "+5", "0x5", "5a", "a5", "5 5", "5.0", "5,",
                      "5, 5", "five", "-0", "5;", "1e3", "1_000", "1'000",
                      "\"5\"", "\xC2\xB2", "99999999999999999999x"}) {
    INFO("Content-Length: " << length);
    EXPECT(length_trusted,
           refusal("Content-Length: "s + length + "\r\n") == 400);
  }
  EXPECT(both_length_and_chunked,
         refusal("Content-Length: 5\r\nContent-Length: 5\r\n") == 400);
  EXPECT(both_length_and_chunked,
         refusal("Content-Length: 5\r\nContent-Length: 6\r\n") == 400);
  EXPECT(both_length_and_chunked,
         refusal("Content-Length: 5\r\nContent-Length:\r\n") == 400);
}

TEST_CASE("a length has a limit", "[step1]") {
  in_french("une longueur a une limite");
  const auto length = [](const std::string& digits) {
    return "Content-Length: " + digits + "\r\n";
  };
  {
    INFO("Content-Length: " << most_body);
    EXPECT(length_trusted, refusal(length(std::to_string(most_body))) == 0);
    EXPECT(length_trusted, framing(length(std::to_string(most_body))) ==
                               Framing{false, most_body});
  }
  // Beyond 32 bits, beyond 64 bits, and what these are with overflow: 5.
  for (const auto& digits :
       {std::to_string(most_body + 1), "2147483648"s, "4294967301"s,
        "9223372036854775808"s, "18446744073709551621"s,
        std::string(1'000, '9')}) {
    INFO("Content-Length: " << digits.substr(0, 40));
    EXPECT(length_trusted, refusal(length(digits)) == 413);
  }
}

TEST_CASE("two lengths are refused", "[step1]") {
  in_french("deux longueurs sont refusées");
  const std::string length = "Content-Length: 5\r\n";
  const std::string none = "Content-Length: 0\r\n";
  const std::string chunks = "Transfer-Encoding: chunked\r\n";
  for (const auto& fields :
       {length + chunks, chunks + length, none + chunks, chunks + none,
        chunks + "X-Note: a\r\n" + length, "Content-Length:\r\n" + chunks}) {
    INFO(quoted(std::string_view(fields)));
    EXPECT(both_length_and_chunked, refusal(fields) == 400);
  }
  INFO("HTTP/1.0, " << quoted(std::string_view(chunks)));
  EXPECT(both_length_and_chunked, refusal(chunks, "1.0") == 400);
}

TEST_CASE("a coding that is not chunked is refused", "[step1]") {
  in_french("un codage qui n'est pas chunked est refusé");
  for (auto coding : {"gzip", "gzip, chunked", "chunked, gzip", "identity",
                      "xchunked", "chunkedx", "chunked;q=1", "chunk", "",
                      "chunked, chunked", "\"chunked\""}) {
    const auto status = refusal("Transfer-Encoding: "s + coding + "\r\n");
    INFO("Transfer-Encoding: " << coding << ", status = " << status);
    EXPECT(coding_not_understood, (status == 501 || status == 400));
  }
  const auto status =
      refusal("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n");
  INFO("Transfer-Encoding: gzip, Transfer-Encoding: chunked, status = "
       << status);
  EXPECT(coding_not_understood, (status == 501 || status == 400));
}

// Step 2

namespace {

// What a parser makes of some bytes.
struct Parsed {
  std::vector<Request> requests;
  int refused = 0;        // the status, if it refused
  std::size_t taken = 0;  // before it did
  bool stuck = false;     // it does not take what belongs to the request
  bool half = false;      // at the end, a request has begun

  std::string bodies() const {
    std::string bodies;
    for (const auto& request : requests) bodies += '[' + request.body + ']';
    return bodies;
  }
};

// Gives them in pieces of so many bytes, and whatever was not taken again.
Parsed parse(std::string_view bytes, std::size_t piece = std::string::npos) {
  Parsed parsed;
  Parser parser;
  try {
    while (!bytes.empty() && !parsed.stuck) {
      const auto part = bytes.substr(0, piece);
      const auto taken = parser.feed(part);
      parsed.stuck = taken == 0 || taken > part.size() ||
                     (taken < part.size() && !parser.whole());
      if (parsed.stuck) break;
      parsed.taken += taken;
      bytes.remove_prefix(taken);
      parsed.half = !parser.whole();
      if (!parsed.half) parsed.requests.push_back(parser.take());
    }
  } catch (const Refused& refused) {
    parsed.refused = refused.status;
  }
  return parsed;
}

std::string_view last_line_of(std::string_view text) {
  return text.substr(text.rfind('\n', text.size() - 2) + 1);
}

constexpr std::array<std::size_t, 5> pieces{std::string::npos, 1, 2, 3, 7};

// The body of one of these is not to be understood.
const std::string smuggled = "GET /admin HTTP/1.1\r\nHost: relay\r\n\r\n";

}  // namespace

TEST_CASE("a request is whole at its last byte", "[step2]") {
  in_french("une requête est entière à son dernier octet");
  for (const auto& bytes :
       {get("/"), sized("hello"), sized(""), sized(smuggled),
        chunked("5\r\nhello\r\n0\r\n\r\n"), chunked("0\r\n\r\n")})
    for (const auto piece : pieces) {
      INFO(quoted(std::string_view(bytes)));
      // The first time, they are not cut at all.
      const auto& lesson =
          piece == std::string::npos ? whole_or_not : cut_anywhere;
      const auto all = parse(bytes, piece);
      EXPECT(lesson, all.refused == 0);
      EXPECT(lesson, all.taken == bytes.size());
      EXPECT(lesson, all.requests.size() == 1);
      EXPECT(lesson, !all.half);
      const auto less =
          parse(std::string_view(bytes).substr(0, bytes.size() - 1), piece);
      EXPECT(lesson, less.requests.empty());
      EXPECT(lesson, less.half);
      EXPECT(lesson, !less.stuck);
      EXPECT(lesson, less.refused == 0);
    }
}

TEST_CASE("the head is there before the body", "[step2]") {
  in_french("l'en-tête est là avant le corps");
  Parser parser;
  EXPECT(whole_or_not, parser.feed("") == 0);
  const auto head = post("X-Note:  a  b \t\r\nContent-Length: 5\r\n");
  parser.feed(std::string_view(head).substr(0, head.size() - 1));
  EXPECT(whole_or_not, parser.head() == nullptr);
  parser.feed("\n");
  EXPECT(whole_or_not, parser.head() != nullptr);
  EXPECT(whole_or_not, parser.head()->method == "POST");
  EXPECT(whole_or_not, parser.head()->target == "/echo");
  EXPECT(whole_or_not, value_of(parser.head()->fields, "x-note") == "a  b");
  EXPECT(whole_or_not, !parser.whole());
  parser.feed("hel");
  EXPECT(whole_or_not, parser.head()->body == "hel");
  parser.feed("lo");
  EXPECT(whole_or_not, parser.whole());
  EXPECT(whole_or_not, parser.head() != nullptr);
  EXPECT(whole_or_not, parser.take().body == "hello");
  EXPECT(whole_or_not, !parser.whole());
  EXPECT(whole_or_not, parser.head() == nullptr);
}

TEST_CASE("a body is not read as a request", "[step2]") {
  in_french("un corps n'est pas lu comme une requête");
  const std::string zero = "0\r\n\r\n";
  for (const auto piece : pieces) {
    EXPECT(body_read_as_request,
           parse(sized(smuggled + smuggled), piece).bodies() ==
               "[" + smuggled + smuggled + "]");
    // A GET may have one, too.
    EXPECT(body_read_as_request,
           parse(get("/", "Content-Length: " + std::to_string(smuggled.size()) +
                              "\r\n") +
                     smuggled,
                 piece)
                   .requests.size() == 1);
    EXPECT(body_read_as_request,
           parse(sized(zero), piece).bodies() == "[" + zero + "]");
    EXPECT(chunks_misread,
           parse(chunked("5\r\n" + zero + "\r\n" + zero), piece).bodies() ==
               "[" + zero + "]");
  }
}

TEST_CASE("chunks are put together", "[step2]") {
  in_french("les morceaux sont réunis");
  const std::string all256 = [] {
    std::string bytes;
    for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
    return bytes;
  }();
  for (const auto piece : pieces) {
    const auto body = [&](const std::string& chunks) {
      return parse(chunked(chunks), piece).bodies();
    };
    EXPECT(
        chunks_misread,
        body("5\r\nhello\r\n1\r\n \r\n3\r\nyou\r\n0\r\n\r\n") == "[hello you]");
    EXPECT(chunks_misread,
           body("100\r\n" + all256 + "\r\n0\r\n\r\n") == "[" + all256 + "]");
    EXPECT(chunks_misread,
           body("B\r\nhello world\r\n0\r\n\r\n") == "[hello world]");
    EXPECT(
        chunks_misread,
        body("0000000000000000000005\r\nhello\r\n00000\r\n\r\n") == "[hello]");
    EXPECT(chunks_misread,
           body("5;name\r\nhello\r\n5;a=b;c=\"d\"\r\nworld\r\n0;end\r\n\r\n") ==
               "[helloworld]");
    EXPECT(
        chunks_misread,
        body("2\r\nhi\r\n0\r\nExpires: never\r\nContent-Length: 3\r\n\r\n") ==
            "[hi]");
    EXPECT(chunks_misread, body("0\r\n\r\n") == "[]");
    std::string small;
    for (int i = 0; i < 2'000; ++i) small += "1\r\nx\r\n";
    const bool all_there =
        body(small + "0\r\n\r\n") == '[' + std::string(2'000, 'x') + ']';
    EXPECT(chunks_misread, all_there);
    // What follows the last chunk is no field of the request.
    const auto trailed = parse(chunked("0\r\nHost: other\r\n\r\n"), piece);
    EXPECT(chunks_misread, trailed.requests.size() == 1);
    EXPECT(chunks_misread, trailed.requests[0].fields.size() == 2);
  }
}

TEST_CASE("what is no chunk is refused", "[step2]") {
  in_french("ce qui n'est pas un morceau est refusé");
  for (auto chunks :
       {"0x5\r\nhello\r\n", "-5\r\nhello\r\n", "+5\r\nhello\r\n",
        " 5\r\nhello\r\n", "5h\r\nhello\r\n", "\r\nhello\r\n",
        ";a\r\nhello\r\n", "5 5\r\nhello\r\n", "5 \r\nhello\r\n",
        "5\t\r\nhello\r\n", "5 ;a\r\nhello\r\n",
        "FFFFFFFFFFFFFFFFFFFFx\r\nhello\r\n", "5\r\nhello!\r\n",
        "5\r\nhelloXX5\r\nhello\r\n", "5\r\nhello5\r\nhello\r\n"}) {
    INFO(quoted(std::string_view(chunks)));
    for (const auto piece : pieces)
      EXPECT(chunks_misread, parse(chunked(chunks), piece).refused == 400);
  }
}

TEST_CASE("it takes not one byte of the next request", "[step2]") {
  in_french("elle ne prend pas un octet de la requête suivante");
  for (const auto& bytes :
       {get("/"), sized("hello"), sized(""), chunked("5\r\nhello\r\n0\r\n\r\n"),
        chunked("0\r\nX-Note: a\r\n\r\n")}) {
    for (auto behind : {"GET /2", "\r\nGET /2"}) {
      Parser parser;
      EXPECT(pipelined_lost, parser.feed(bytes + behind) == bytes.size());
      EXPECT(pipelined_lost, parser.whole());
      EXPECT(pipelined_lost, parser.feed(behind) == 0);
    }
  }
  const auto many = sized("a") + chunked("1\r\nb\r\n0\r\n\r\n") + get("/") +
                    sized("\r\n\r\n") + post("") + sized(smuggled);
  for (const auto piece : pieces) {
    const auto all = parse(many, piece);
    EXPECT(pipelined_lost, all.refused == 0);
    EXPECT(pipelined_lost, all.requests.size() == 6);
    EXPECT(pipelined_lost,
           all.bodies() == "[a][b][][\r\n\r\n][][" + smuggled + "]");
  }
}

TEST_CASE("cut in two anywhere, it is the same", "[step2]") {
  in_french("coupée en deux n'importe où, elle reste la même");
  const auto bytes =
      post("Content-Length: 6\r\nX-Note: a\r\n", "\r\n\r\n\r\n") +
      chunked(
          "3;a=\"b\"\r\n\r\n\r\r\n0a\r\n0123456789\r\n"
          "0\r\nX-Note: a\r\nX-More: b\r\n\r\n");
  for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
    Parser parser;
    std::string bodies;
    for (auto part : {std::string_view(bytes).substr(0, cut),
                      std::string_view(bytes).substr(cut)})
      while (!part.empty()) {
        const auto taken = parser.feed(part);
        EXPECT(cut_anywhere, taken > 0);
        EXPECT(cut_anywhere, taken <= part.size());
        part.remove_prefix(taken);
        if (parser.whole()) bodies += '[' + parser.take().body + ']';
      }
    EXPECT(cut_anywhere, bodies == "[\r\n\r\n\r\n][\r\n\r0123456789]");
  }
}

TEST_CASE("a head has a limit", "[step2]") {
  in_french("un en-tête a une limite");
  const auto bare = get("/", "X-Note: \r\n").size();
  const auto head = [&](std::size_t size) {
    return get("/", "X-Note: " + std::string(size - bare, 'x') + "\r\n");
  };
  for (const auto piece : {std::string::npos, std::size_t{1}}) {
    EXPECT(
        headers_without_limit,
        parse(head(longest_head) + head(longest_head), piece).requests.size() ==
            2);
    EXPECT(headers_without_limit,
           parse(head(longest_head + 1), piece).refused == 431);
  }
  // Without an end: no more is taken than could be kept.
  for (const auto& begin : {"GET /"s, get("/").substr(0, 20), "G"s,
                            post("X-Note: ").substr(0, 50)}) {
    const auto bomb = parse(begin + std::string(1'000'000, 'x'), 100);
    EXPECT(headers_without_limit, bomb.refused == 431);
    EXPECT(headers_without_limit, bomb.taken <= longest_head + 100);
  }
  const auto fields = [](std::size_t count) {
    std::string fields;
    // Host is one of them.
    for (std::size_t i = 1; i < count; ++i) fields += "a: b\r\n";
    return get("/", fields);
  };
  EXPECT(headers_without_limit,
         parse(fields(most_fields)).requests.size() == 1);
  EXPECT(headers_without_limit, parse(fields(most_fields + 1)).refused == 431);
}

TEST_CASE("what stands around chunks has a limit, too", "[step2]") {
  in_french("ce qui entoure les morceaux a aussi une limite");
  const auto refused = [](const std::string& chunks) {
    const auto bomb = parse(chunked(chunks), 100);
    return bomb.refused == 431 && bomb.taken < longest_head + 1'000;
  };
  std::string trailers = "0\r\n";
  for (int i = 0; i < 100'000; ++i) trailers += "a: b\r\n";
  EXPECT(headers_without_limit, refused("5;" + std::string(1'000'000, 'x')));
  EXPECT(headers_without_limit, refused(std::string(1'000'000, '0')));
  EXPECT(headers_without_limit, refused(trailers));
  EXPECT(headers_without_limit,
         refused("0\r\na: " + std::string(1'000'000, 'x')));
  // A line that is too long, or no CR LF: with either status.
  const auto no_end =
      parse(chunked("5\r\nhello" + std::string(1'000'000, 'x')), 100);
  EXPECT(headers_without_limit, no_end.refused != 0);
  EXPECT(headers_without_limit, no_end.taken < longest_head + 1'000);
  EXPECT(headers_without_limit,
         parse(chunked("5;" + std::string(16'000, 'x') +
                       "\r\nhello\r\n0\r\na: " + std::string(16'000, 'x') +
                       "\r\n\r\n"))
                 .bodies() == "[hello]");
}

TEST_CASE("a chunked body has a limit", "[step2]") {
  in_french("un corps en morceaux a une limite");
  const std::string half(most_body / 2, 'x');
  const auto chunk = "80000\r\n" + half + "\r\n";
  const auto whole = parse(chunked(chunk + chunk + "0\r\n\r\n"), 60'000);
  EXPECT(body_without_limit, whole.requests.size() == 1);
  EXPECT(body_without_limit, whole.requests[0].body.size() == most_body);
  for (const auto& one_more :
       {chunk + chunk + "1\r\n", chunk + "80001\r\n", "100001\r\n"s,
        "FFFFFFFFFFFFFFFF\r\n"s, "5\r\nhello\r\nfffffffffffffffb\r\n"s,
        "10000000000000005\r\n"s}) {
    INFO(quoted(std::string_view(one_more).substr(0, 20))
         << ", ... " << quoted(last_line_of(one_more)));
    EXPECT(body_without_limit, parse(chunked(one_more)).refused == 413);
  }
}

TEST_CASE("nothing is kept for bytes that did not come", "[step2]") {
  in_french("rien n'est gardé pour des octets qui ne sont pas venus");
  for (const auto& bytes : {post("Content-Length: 1048576\r\n", "hello"),
                            chunked("100000\r\nhello")}) {
    Parser parser;
    parser.feed(bytes);
    EXPECT(length_trusted, parser.head() != nullptr);
    EXPECT(length_trusted, parser.head()->body == "hello");
    EXPECT(length_trusted, parser.head()->body.capacity() < 64 * 1024);
  }
}

TEST_CASE("an LF alone is refused when it comes", "[step2]") {
  in_french("un LF seul est refusé dès qu'il vient");
  for (const auto& bytes :
       {"GET / HTTP/1.1\n"s, "\n"s, "GET / HTTP/1.1\r\nHost: relay\n"s,
        chunked("5\n"), chunked("5\r\nhello\n"), chunked("0\r\n\n"),
        chunked("0\r\na: b\n")})
    for (const auto piece : pieces) {
      EXPECT(lf_alone, parse(bytes, piece).refused == 400);
      EXPECT(lf_alone,
             parse(std::string_view(bytes).substr(0, bytes.size() - 1), piece)
                     .refused == 0);
    }
  for (const auto& bytes :
       {"GET / HTTP/1.1\r\r\n"s + "Host: relay\r\n\r\n",
        chunked("5;a\rb\r\nhello\r\n0\r\n\r\n"), chunked("5\r\r\nhello\r\n"),
        chunked("5\r\nhello\r\r\n"), chunked("0\r\na: b\rc\r\n\r\n")})
    EXPECT(lf_alone, parse(bytes).refused == 400);
}

TEST_CASE("empty lines before a request are dropped", "[step2]") {
  in_french("les lignes vides avant une requête sont ignorées");
  for (const auto piece : pieces) {
    EXPECT(
        empty_line_first,
        parse("\r\n" + sized("a") + "\r\n\r\n" + sized("b"), piece).bodies() ==
            "[a][b]");
    std::string many;
    for (std::size_t i = 0; i < longest_head; ++i) many += "\r\n";
    EXPECT(empty_line_first, parse(many + sized("a"), piece).bodies() == "[a]");
  }
}

TEST_CASE("each of the malformed is refused, wherever it is cut", "[step2]") {
  in_french("chaque requête mal formée est refusée, où qu'on la coupe");
  for (const auto& malformed : malformed_requests()) {
    INFO(malformed.what.spoken() << " (RFC " << malformed.section << ")");
    for (const auto piece : pieces) {
      const auto parsed = parse(sized("first") + malformed.bytes, piece);
      EXPECT(wrong_refusal, parsed.requests.size() == 1);
      EXPECT(wrong_refusal,
             parsed.refused == malformed.instead_of(parsed.refused));
    }
  }
}

TEST_CASE("three hundred streams of requests, cut at random", "[step2]") {
  in_french("trois cents flux de requêtes, coupés au hasard");
  for (unsigned seed = 1; seed <= 300; ++seed) {
    std::mt19937 random(seed);
    const auto below = [&](std::size_t n) { return random() % n; };
    std::string bytes, bodies;
    for (auto n = 1 + below(6); n > 0; --n) {
      std::string body;
      for (auto size = below(40); size > 0; --size)
        body += "\r\n0a:;G"[below(7)];
      std::string chunks;
      for (std::size_t at = 0; at < body.size();) {
        const auto size = std::min(1 + below(12), body.size() - at);
        chunks +=
            "0123456789abc"s[size] + "\r\n"s + body.substr(at, size) + "\r\n";
        at += size;
      }
      bytes += below(2) ? sized(body) : chunked(chunks + "0\r\n\r\n");
      bodies += '[' + body + ']';
    }
    const auto parsed = parse(bytes, 1 + below(30));
    INFO((Text{"seed ", "graine "}.spoken()) << seed);
    EXPECT(cut_anywhere, parsed.refused == 0);
    EXPECT(cut_anywhere, parsed.bodies() == bodies);
  }
}

// Step 3

namespace {

// What the clients of a test ask for.
//
//   /echo        the body of the request
//   /slow        the same, once the archive opens; /slow?1000: 1,000 bytes
//   /big?1000    1,000 bytes
//   /words       some that are not ASCII
//   /204, /304   these statuses, with a body that must not be sent
//   /status/503  this one, with a body
//   /gone        410, with a body, two fields of one name, an empty one
//   /leave       the client leaves while it is answered
//   /lose        throws; /lose-at-once, before there is a coroutine
class Site {
 public:
  explicit Site(World& world)
      : archive(world, Text{"the archive", "l'archiviste"}),
        acceptor(world.context, {asio::ip::address_v4::loopback(), 0}),
        port(acceptor.local_endpoint().port()) {}

  exo43::Handler handler() {
    return [this](Request request) {
      if (request.target == "/lose-at-once") std::rethrow_exception(thrown);
      return answer(std::move(request));
    };
  }

  Gate<int> archive;
  tcp::acceptor acceptor;
  const Port port;
  std::exception_ptr thrown;    // by /lose
  std::function<void()> leave;  // by /leave
  std::vector<std::string> handled;

 private:
  asio::awaitable<Response> answer(Request request) {
    handled.push_back(request.method + ' ' + request.target);
    const std::string_view target = request.target;
    Response response;
    response.body = request.body;
    if (target.starts_with("/slow")) co_await archive.wait();
    if (const auto size = target.find('?'); size != target.npos)
      response.body =
          std::string(std::stoul(request.target.substr(size + 1)), 'z');
    if (target == "/words") response.body = "déjà vu, 40 €";
    if (target == "/204" || target == "/304") {
      response.status = std::stoi(request.target.substr(1));
      response.body = "not to be sent";
    }
    if (target.starts_with("/status/")) {
      response.status = std::stoi(request.target.substr(8));
      response.body = "with a body";
    }
    if (target == "/gone") {
      response.status = 410;
      response.body = "sent back to Lyon";
      response.fields.push_back({"Set-Cookie", "depot=Lyon"});
      response.fields.push_back({"Set-Cookie", "parcel=4711"});
      response.fields.push_back({"X-Empty", ""});
    }
    if (target == "/leave")
      asio::post(co_await asio::this_coro::executor, leave);
    if (target == "/lose") std::rethrow_exception(thrown);
    response.fields.push_back({"Content-Type", "text/plain"});
    response.fields.push_back({"X-Seen", request.target});
    co_return response;
  }
};

// Accepts one client and converses with it.
asio::awaitable<void> meet(Site& site) {
  auto [error, socket] =
      co_await site.acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
  if (!error) co_await exo43::converse(std::move(socket), site.handler());
}
asio::awaitable<void> meet_with(Site& site, Patience patience) {
  auto [error, socket] =
      co_await site.acceptor.async_accept(asio::as_tuple(asio::use_awaitable));
  if (!error)
    co_await exo43::converse(std::move(socket), site.handler(), patience);
}

// One client, with whom the code under test converses.
struct Meeting {
  explicit Meeting(World& world)
      : site(world),
        ada(world, "Ada", site.port),
        outcome(world.run("converse", meet(site))) {}
  Meeting(World& world, Patience patience)
      : site(world),
        ada(world, "Ada", site.port),
        outcome(world.run("converse", meet_with(site, patience))) {}
  Site site;
  Client ada;
  Outcome<void> outcome;
};

// An answer, read as strictly as a client may.
struct Answer {
  int status = 0;  // 0: there is no whole answer
  workbook::http::Fields fields;
  std::string body;

  std::string value(std::string_view name) const {
    return value_of(fields, name);
  }
  bool last() const { return value("connection") == "close"; }
};

// Takes an answer off the front.
Answer next_answer(std::string& bytes, std::string_view method = "GET") {
  Answer answer;
  const auto end = bytes.find("\r\n\r\n");
  if (end == bytes.npos || !bytes.starts_with("HTTP/1.1 ") || end < 13)
    return {};
  // Read as a request would be, after its own first line.
  auto head = bytes.substr(bytes.find("\r\n"), end + 4 - bytes.find("\r\n"));
  try {
    answer.fields = parse_head("GET / HTTP/1.0" + head).fields;
  } catch (const Refused&) {
    return {};
  }
  const auto status = bytes.substr(9, 3);
  if (status.find_first_not_of("0123456789") != status.npos) return {};
  const int number = std::stoi(status);
  std::size_t size = 0;
  const auto length = answer.value("content-length");
  const bool bare = number < 200 || number == 204 || number == 304;
  if (!bare && method != "HEAD") {
    if (length.empty() || length.find_first_not_of("0123456789") != length.npos)
      return {};
    size = std::stoul(length);
    if (bytes.size() - end - 4 < size) return {};
  }
  answer.status = number;
  answer.body = bytes.substr(end + 4, size);
  bytes.erase(0, end + 4 + size);
  return answer;
}

// The body that /big?size gives. A string of that length is not to be shown.
bool is_big(const std::string& body, std::size_t size) {
  return body.size() == size && body.find_first_not_of('z') == body.npos;
}

// Asks, and receives what is there then.
std::string ask(World& world, Client& client, std::string_view request) {
  send_all(world, client, request);
  return receive_all(world, client);
}

}  // namespace

TEST_CASE("one request after another is handled, and answered", "[step3]") {
  in_french("une requête après l'autre est traitée, et reçoit sa réponse");
  for (const std::size_t at_once : {100'000u, 7u, 1u}) {
    World world;
    world.faults.read_at_most = at_once;
    Meeting it(world);
    auto bytes = ask(world, it.ada, get("/words"));
    EXPECT(answer_incomplete, next_answer(bytes).status == 200);
    bytes = ask(world, it.ada, sized("one") + chunked("3\r\ntwo\r\n0\r\n\r\n"));
    EXPECT(pipelined_lost, next_answer(bytes).body == "one");
    EXPECT(pipelined_lost, next_answer(bytes).body == "two");
    EXPECT(pipelined_lost, bytes.empty());
    for (auto part : {"POST /echo HTTP/1.1\r\nHost: relay\r", "\nContent-Len",
                      "gth: 5\r\n\r\nthr"})
      EXPECT(cut_anywhere, ask(world, it.ada, part).empty());
    bytes = ask(world, it.ada, "ee");
    EXPECT(cut_anywhere, next_answer(bytes).body == "three");
    EXPECT(pipelined_lost, bytes.empty());
    EXPECT(pipelined_lost, it.outcome.waits());
  }
}

TEST_CASE("an answer arrives whole, in many parts", "[step3]") {
  in_french("une réponse arrive entière, en plusieurs morceaux");
  World world;
  world.faults.room = 1'000;
  world.faults.write_at_most = 400;
  Meeting it(world);
  const Teaching teaching(answer_incomplete);
  auto bytes = ask(world, it.ada, get("/big?20000") + get("/echo"));
  EXPECT(answer_incomplete, is_big(next_answer(bytes).body, 20'000));
  EXPECT(answer_incomplete, next_answer(bytes).value("x-seen") == "/echo");
}

TEST_CASE("a conversation knows nothing of another one", "[step3]") {
  in_french("une conversation ne sait rien d'une autre");
  World world;
  // Both requests are read in parts: so the two take turns.
  world.faults.read_at_most = 3;
  Meeting it(world);
  Client bob(world, "Bob", it.site.port);
  const auto another = world.run("converse with Bob", meet(it.site));
  const Teaching teaching(shared_by_all);
  it.ada.send(sized("from Ada"));
  bob.send(sized("from Bob"));
  auto to_ada = receive_all(world, it.ada);
  auto to_bob = receive_all(world, bob);
  EXPECT(shared_by_all, next_answer(to_ada).body == "from Ada");
  EXPECT(shared_by_all, next_answer(to_bob).body == "from Bob");
  // What is read of her next request is not his.
  world.faults.read_at_most = world.faults.unlimited;
  send_all(world, it.ada, get("/slow") + get("/to-ada"));
  to_bob = ask(world, bob, get("/to-bob"));
  EXPECT(shared_by_all, next_answer(to_bob).value("x-seen") == "/to-bob");
  EXPECT(shared_by_all, to_bob.empty());
  it.site.archive.open(1);
  to_ada = receive_all(world, it.ada);
  EXPECT(shared_by_all, to_ada.find("/to-ada") != to_ada.npos);
  // Nor is what is on its way to her.
  send_all(world, it.ada, get("/big?200000"));
  to_bob = ask(world, bob, sized("more from Bob"));
  EXPECT(shared_by_all, next_answer(to_bob).body == "more from Bob");
  to_ada = receive_all(world, it.ada);
  EXPECT(shared_by_all, is_big(next_answer(to_ada).body, 200'000));
}

TEST_CASE("the next request waits until the answer is sent", "[step3]") {
  in_french("la requête suivante attend que la réponse soit partie");
  World world;
  Meeting it(world);
  auto bytes =
      ask(world, it.ada, get("/echo") + get("/slow") + sized("behind"));
  EXPECT(out_of_turn, next_answer(bytes).value("x-seen") == "/echo");
  EXPECT(out_of_turn, bytes.empty());
  EXPECT(out_of_turn, it.site.handled.size() == 2);
  it.site.archive.open(1);
  bytes = receive_all(world, it.ada);
  EXPECT(out_of_turn, next_answer(bytes).value("x-seen") == "/slow");
  EXPECT(out_of_turn, next_answer(bytes).body == "behind");
  // And so one that reads nothing does not fill the memory.
  send_all(world, it.ada, get("/big?1000000") + get("/echo") + get("/echo"));
  EXPECT(out_of_turn, it.site.handled.size() == 4);
  std::string flood;
  while (flood.size() < 1'000'000) flood += get("/echo");
  send_all(world, it.ada, flood);
  EXPECT(out_of_turn, it.site.handled.size() == 4);
  EXPECT(out_of_turn, it.ada.read_by_program() < 100'000);
}

TEST_CASE("an answer says what the handler said, and what it must", "[step3]") {
  in_french("une réponse dit ce qu'a dit le traitement, et ce qu'elle doit");
  World world;
  Meeting it(world);
  auto bytes = ask(world, it.ada, sized("hello"));
  EXPECT(answer_incomplete, bytes.starts_with("HTTP/1.1 200 OK\r\n"));
  const auto echo = next_answer(bytes);
  EXPECT(answer_incomplete, echo.status == 200);
  EXPECT(answer_incomplete, echo.value("content-type") == "text/plain");
  EXPECT(answer_incomplete, echo.value("x-seen") == "/echo");
  EXPECT(answer_incomplete, echo.value("date").ends_with(" GMT"));
  EXPECT(answer_incomplete, echo.body == "hello");
  EXPECT(answer_incomplete, bytes.empty());
  // It may say keep-alive to HTTP/1.1, too.
  EXPECT(stay_or_go, !echo.last());
  bytes = ask(world, it.ada, get("/words") + get("/echo"));
  EXPECT(length_counts_characters, next_answer(bytes).body == "déjà vu, 40 €");
  EXPECT(length_counts_characters,
         next_answer(bytes).value("content-length") == "0");
  EXPECT(length_counts_characters, bytes.empty());
  bytes = ask(world, it.ada, get("/gone"));
  const auto gone = next_answer(bytes);
  EXPECT(answer_incomplete, gone.status == 410);
  EXPECT(answer_incomplete,
         gone.value("set-cookie") == "depot=Lyon, parcel=4711");
  EXPECT(answer_incomplete, count_of(gone.fields, "set-cookie") == 2);
  EXPECT(answer_incomplete, count_of(gone.fields, "x-empty") == 1);
}

TEST_CASE("a body is bytes, and a zero does not end it", "[step3]") {
  in_french("un corps est fait d'octets, et un zéro n'y met pas fin");
  World world;
  Meeting it(world);
  for (const auto& body : {"\0"s, "a\0b"s, std::string(300, '\0') + "\r\n",
                           std::string(20'000, 'x')}) {
    auto bytes = ask(world, it.ada, sized(body) + get("/words"));
    const auto echo = next_answer(bytes);
    EXPECT(length_counts_characters,
           echo.value("content-length") == std::to_string(body.size()));
    EXPECT(length_counts_characters, echo.body == body);
    EXPECT(length_counts_characters, next_answer(bytes).status == 200);
  }
}

TEST_CASE("an answer of any status lets the talk go on", "[step3]") {
  in_french("quel que soit le code d'une réponse, la conversation continue");
  World world;
  Meeting it(world);
  for (const int status : {205, 400, 404, 408, 413, 500, 503}) {
    auto bytes = ask(world, it.ada,
                     get("/status/" + std::to_string(status)) + get("/echo"));
    const auto answer = next_answer(bytes);
    EXPECT(answer_incomplete, answer.status == status);
    EXPECT(answer_incomplete, answer.body == "with a body");
    EXPECT(stay_or_go, !answer.last());
    EXPECT(stay_or_go, next_answer(bytes).value("x-seen") == "/echo");
  }
}

TEST_CASE("an answer to HEAD, a 204 and a 304 have no body", "[step3]") {
  in_french("une réponse à HEAD, un 204 et un 304 n'ont pas de corps");
  World world;
  Meeting it(world);
  for (auto target : {"/words", "/gone"}) {
    auto bytes = ask(world, it.ada, "HEAD" + get(target).substr(3));
    const auto to_head = next_answer(bytes, "HEAD");
    EXPECT(head_with_body, bytes.empty());
    bytes = ask(world, it.ada, get(target));
    const auto to_get = next_answer(bytes);
    EXPECT(head_with_body, to_head.status != 0);
    EXPECT(head_with_body, to_head.status == to_get.status);
    EXPECT(head_with_body, bytes.empty());
    EXPECT(head_with_body,
           to_head.value("content-length") == to_get.value("content-length"));
    EXPECT(head_with_body, to_head.value("content-type") == "text/plain");
  }
  for (auto target : {"/204", "/304"})
    for (auto method : {"GET", "HEAD"}) {
      auto bytes =
          ask(world, it.ada, method + get(target).substr(3) + get("/echo"));
      const auto bare = next_answer(bytes);
      EXPECT(head_with_body, bare.status == std::stoi(target + 1));
      EXPECT(head_with_body, bare.value("content-length").empty());
      EXPECT(head_with_body, next_answer(bytes).value("x-seen") == "/echo");
    }
}

TEST_CASE("the connection stays or goes, as was agreed", "[step3]") {
  in_french("la connexion reste ou s'en va, comme convenu");
  struct Case {
    std::string version, field;
    bool stays;
  };
  for (const auto& [version, field, stays] : std::vector<Case>{
           {"1.1", "", true},
           {"1.1", "Connection: keep-alive\r\n", true},
           {"1.1", "Connection: close\r\n", false},
           {"1.1", "connection: Close\r\n", false},
           {"1.1", "Connection: TE, close\r\n", false},
           {"1.1", "Connection: TE\r\nConnection: close\r\n", false},
           {"1.1", "Connection: closed\r\n", true},
           {"1.1", "X-Connection: close\r\n", true},
           {"1.0", "", false},
           {"1.0", "Connection: keep-alive\r\n", true},
           {"1.0", "Connection: Keep-Alive\r\n", true},
           {"1.0", "Connection: keep-alive, TE\r\n", true},
           {"1.0", "Connection: no-keep-alive\r\n", false},
           {"1.0", "Connection: close\r\n", false},
           {"1.0", "Connection: keep-alive, close\r\n", false}}) {
    World world;
    Meeting it(world);
    const auto request =
        "GET /echo HTTP/" + version + "\r\nHost: relay\r\n" + field + "\r\n";
    auto bytes = ask(world, it.ada, request + get("/behind"));
    const auto answer = next_answer(bytes);
    INFO("HTTP/" << version << ", " << quoted(std::string_view(field)));
    EXPECT(stay_or_go, answer.status == 200);
    EXPECT(stay_or_go, answer.last() == !stays);
    EXPECT(stay_or_go, it.ada.ended() == !stays);
    EXPECT(stay_or_go, it.site.handled.size() == (stays ? 2 : 1));
    if (version == "1.0" && stays)
      EXPECT(stay_or_go, workbook::http::lower_case(
                             answer.value("connection")) == "keep-alive");
    it.ada.half_close();
    world.settle();
    EXPECT(broken_line_thrown, it.outcome.returned());
  }
}

TEST_CASE("a client may take its time", "[step3]") {
  in_french("un client a tout son temps");
  World world;
  Meeting it(world);
  const auto days_go_by = [&] {
    world.advance(72h);
    EXPECT(let_go_unasked, !it.ada.ended());
    EXPECT(let_go_unasked, it.outcome.waits());
  };
  days_go_by();
  EXPECT(cut_anywhere, ask(world, it.ada, "GET /echo HTTP/1.1\r\n").empty());
  days_go_by();
  auto bytes = ask(world, it.ada, "Host: relay\r\n\r\n");
  EXPECT(let_go_unasked, next_answer(bytes).status == 200);
  days_go_by();
  it.ada.send(get("/big?200000"));
  world.settle();
  bytes = it.ada.receive();
  days_go_by();
  bytes += receive_all(world, it.ada);
  EXPECT(let_go_unasked, is_big(next_answer(bytes).body, 200'000));
}

TEST_CASE("each of the malformed gets its answer, the last one", "[step3]") {
  in_french("chaque requête mal formée reçoit sa réponse, la dernière");
  for (const auto& malformed : malformed_requests()) {
    INFO(malformed.what.spoken() << " (RFC " << malformed.section << ")");
    World world;
    Meeting it(world);
    auto bytes =
        ask(world, it.ada, sized("first") + malformed.bytes + smuggled);
    EXPECT(refusal_not_last, next_answer(bytes).body == "first");
    const auto refusal = next_answer(bytes);
    EXPECT(wrong_refusal,
           refusal.status == malformed.instead_of(refusal.status));
    EXPECT(refusal_not_last, refusal.last());
    EXPECT(refusal_not_last, bytes.empty());
    EXPECT(body_read_as_request, it.site.handled.size() == 1);
    EXPECT(refusal_not_last, it.ada.ended());
    EXPECT(close_loses_the_answer, !it.ada.cut());
    it.ada.hang_up();
    world.settle();
    EXPECT(refusal_not_last, it.outcome.returned());
    EXPECT(refusal_not_last, world.open_sockets() == 1);
  }
}

TEST_CASE("whatever the handler throws is a 500", "[step3]") {
  in_french("tout ce que lève le traitement est un 500");
  World world;
  Meeting it(world);
  const Teaching teaching(failure_not_answered);
  for (const auto& thrown : awkward_exceptions(the_parcel_is_lost)) {
    it.site.thrown = thrown;
    for (auto target : {"/lose", "/lose-at-once"}) {
      auto bytes = ask(world, it.ada, get(target) + get("/echo"));
      const auto failure = next_answer(bytes);
      EXPECT(failure_not_answered, failure.status == 500);
      EXPECT(failure_not_answered, !failure.last());
      EXPECT(failure_not_answered, next_answer(bytes).status == 200);
    }
  }
}

TEST_CASE("what the handler refuses was no fault of the client", "[step3]") {
  in_french("ce que refuse le traitement n'est pas la faute du client");
  World world;
  Meeting it(world);
  const Teaching teaching(refused_by_the_handler);
  for (const int status : {400, 404, 413}) {
    it.site.thrown = std::make_exception_ptr(Refused(status));
    for (auto target : {"/lose", "/lose-at-once"}) {
      auto bytes = ask(world, it.ada, get(target) + get("/echo"));
      const auto failure = next_answer(bytes);
      EXPECT(refused_by_the_handler, failure.status == 500);
      EXPECT(refused_by_the_handler, !failure.last());
      EXPECT(refused_by_the_handler, next_answer(bytes).status == 200);
    }
  }
}

namespace {

constexpr std::string_view go_ahead = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

TEST_CASE("who asks whether to go on is told so", "[step3]") {
  in_french("qui demande s'il peut continuer en est averti");
  for (const bool in_chunks : {false, true}) {
    World world;
    Meeting it(world);
    const auto expecting = post((in_chunks ? "Transfer-Encoding: chunked\r\n"
                                           : "Content-Length: 5\r\n") +
                                "Expect: 100-Continue\r\n"s);
    const std::string body = in_chunks ? "5\r\nhello\r\n0\r\n\r\n" : "hello";
    auto bytes = ask(world, it.ada, expecting);
    EXPECT(go_ahead_missing, bytes == go_ahead);
    // Once, however the body comes.
    for (const char c : body.substr(0, body.size() - 1))
      EXPECT(go_ahead_missing, ask(world, it.ada, std::string(1, c)).empty());
    bytes = ask(world, it.ada, body.substr(body.size() - 1));
    EXPECT(go_ahead_missing, next_answer(bytes).body == "hello");
    bytes = ask(world, it.ada, expecting + body);
    // Who reads by the byte does not know that there is more.
    if (bytes.starts_with(go_ahead)) bytes.erase(0, go_ahead.size());
    EXPECT(go_ahead_missing, next_answer(bytes).body == "hello");
    bytes = ask(world, it.ada, expecting);
    EXPECT(go_ahead_missing, bytes == go_ahead);
  }
  {
    // Whatever the method, and also when the head came with what was before.
    World world;
    Meeting it(world);
    const std::string fields = "Content-Length: 5\r\nExpect: 100-continue\r\n";
    auto bytes =
        ask(world, it.ada, get("/echo") + "PUT" + post(fields).substr(4));
    EXPECT(go_ahead_missing, next_answer(bytes).status == 200);
    EXPECT(go_ahead_missing, bytes == go_ahead);
    bytes = ask(world, it.ada, "hello");
    EXPECT(go_ahead_missing, next_answer(bytes).body == "hello");
  }
  // What is refused is not asked for.
  World world;
  Meeting it(world);
  auto bytes =
      ask(world, it.ada,
          post("Content-Length: 10000000\r\nExpect: 100-continue\r\n"));
  EXPECT(go_ahead_missing, next_answer(bytes).status == 413);
}

TEST_CASE("who speaks HTTP/1.0 is not told to go on", "[step3]") {
  in_french("qui parle HTTP/1.0 n'est pas invité à continuer");
  World world;
  Meeting it(world);
  const std::string fields =
      "Content-Length: 5\r\nConnection: keep-alive\r\n"
      "Expect: 100-continue\r\n";
  for (int round = 0; round < 2; ++round) {
    EXPECT(go_ahead_not_known,
           ask(world, it.ada, post(fields, "", "1.0")) == "");
    auto bytes = ask(world, it.ada, "hello");
    EXPECT(stay_or_go, next_answer(bytes).body == "hello");
  }
  auto bytes = ask(world, it.ada, post(fields));
  EXPECT(go_ahead_missing, bytes == go_ahead);
}

TEST_CASE("every answer has a Date", "[step3]") {
  in_french("toute réponse porte une Date");
  World world;
  Meeting it(world);
  it.site.thrown =
      std::make_exception_ptr(std::runtime_error(the_parcel_is_lost));
  for (const auto& request : {get("/echo"), get("/204"), get("/gone"),
                              get("/lose"), "no request\r\n\r\n"s}) {
    auto bytes = ask(world, it.ada, request);
    INFO(request);
    EXPECT(answer_incomplete,
           next_answer(bytes).value("date") == workbook::http::date());
  }
}

TEST_CASE("the Date is that of the answer, not of the connection", "[step3]") {
  in_french("la Date est celle de la réponse, non de la connexion");
  World world;
  Meeting it(world);
  for (int day = 0; day < 3; ++day) {
    auto bytes = ask(world, it.ada, get("/echo"));
    INFO("day " << day);
    EXPECT(answer_incomplete,
           next_answer(bytes).value("date") == workbook::http::date());
    world.advance(24h);
  }
  // Nor that of the request.
  EXPECT(answer_incomplete, ask(world, it.ada, get("/slow")).empty());
  world.advance(24h);
  it.site.archive.open(1);
  auto bytes = receive_all(world, it.ada);
  EXPECT(answer_incomplete,
         next_answer(bytes).value("date") == workbook::http::date());
}

TEST_CASE("who sends no more gets every answer, then the end", "[step3]") {
  in_french("qui n'envoie plus rien reçoit tout, puis la fin");
  for (auto cut_off :
       {""s, "GET"s, get("/cut").substr(0, 30),
        post("Content-Length: 5\r\n", "cut"), chunked("5\r\nhello\r\n0\r\n")}) {
    World world;
    Meeting it(world);
    it.ada.send(sized("one") + get("/slow") + sized("two") + cut_off);
    it.ada.half_close();
    world.settle();
    EXPECT(half_close_is_not_goodbye, it.outcome.waits());
    it.site.archive.open(1);
    auto bytes = receive_all(world, it.ada);
    EXPECT(half_close_is_not_goodbye, next_answer(bytes).body == "one");
    EXPECT(half_close_is_not_goodbye,
           next_answer(bytes).value("x-seen") == "/slow");
    EXPECT(half_close_is_not_goodbye, next_answer(bytes).body == "two");
    EXPECT(half_close_is_not_goodbye, it.site.handled.size() == 3);
    EXPECT(half_close_is_not_goodbye, it.ada.ended());
    EXPECT(half_close_is_not_goodbye, !it.ada.cut());
    EXPECT(half_close_is_not_goodbye, it.outcome.returned());
  }
}

TEST_CASE("the last answer is not lost", "[step3]") {
  in_french("la dernière réponse n'est pas perdue");
  for (const auto& request :
       {post("Content-Length: 10000000\r\n"), post("Connection: close\r\n")}) {
    World world;
    Meeting it(world);
    // It sends on, and looks at the answer only later.
    it.ada.send(request);
    send_all(world, it.ada, std::string(1'000'000, 'x'));
    EXPECT(close_loses_the_answer, !it.ada.cut());
    auto bytes = it.ada.receive();
    EXPECT(close_loses_the_answer, next_answer(bytes).last());
    EXPECT(close_loses_the_answer, it.ada.ended());
    EXPECT(close_loses_the_answer, it.outcome.waits());
    send_all(world, it.ada, "and more");
    EXPECT(close_loses_the_answer, it.ada.read_by_program() == it.ada.sent());
    it.ada.hang_up();
    world.settle();
    EXPECT(close_loses_the_answer, it.outcome.returned());
  }
}

TEST_CASE("and who never closes is not waited for", "[step3]") {
  in_french("et qui ne ferme jamais n'est pas attendu");
  World world;
  Meeting it(world);
  auto bytes = ask(world, it.ada, get("/echo", "Connection: close\r\n"));
  EXPECT(close_loses_the_answer, next_answer(bytes).last());
  for (int i = 0; i < 19; ++i) {
    world.advance(exo43::farewell / 20);
    EXPECT(close_loses_the_answer, it.ada.ended());
    EXPECT(close_loses_the_answer, it.outcome.waits());
    it.ada.send("x");
  }
  world.advance(exo43::farewell / 20);
  EXPECT(close_loses_the_answer, it.outcome.returned());
  EXPECT(close_loses_the_answer, world.open_sockets() == 1);
}

TEST_CASE("when the connection breaks, it returns", "[step3]") {
  in_french("quand la connexion est rompue, elle rend la main");
  // While it waits for a request, for a body, handles, and sends an answer.
  for (const auto& request : {""s, "GET"s, post("Content-Length: 5\r\n"),
                              get("/slow"), get("/big?1000000"), "\n"s}) {
    World world;
    Meeting it(world);
    it.ada.send(request);
    world.settle();
    it.ada.reset();
    it.site.archive.open(1);
    world.settle();
    EXPECT(broken_line_thrown, it.outcome.returned());
    EXPECT(broken_line_thrown, world.open_sockets() == 1);
  }
}

TEST_CASE("after a break, nothing more is handled", "[step3]") {
  in_french("après une rupture, plus rien n'est traité");
  World world;
  Meeting it(world);
  it.ada.send(get("/slow") + get("/echo") + get("/echo"));
  world.settle();
  it.ada.reset();
  it.site.archive.open(1);
  world.settle();
  EXPECT(broken_line_thrown, it.outcome.returned());
  EXPECT(broken_line_thrown, it.site.handled.size() == 1);
}

TEST_CASE("the connection may break before it is ended", "[step3]") {
  in_french("la connexion peut être rompue avant d'être terminée");
  World world;
  Meeting it(world);
  it.site.leave = [&] { it.ada.reset(); };
  it.ada.send(get("/leave", "Connection: close\r\n"));
  world.settle();
  EXPECT(broken_line_thrown, it.outcome.returned());
  EXPECT(broken_line_thrown, world.open_sockets() == 1);
}

TEST_CASE("the connection may be broken before the talk begins", "[step3]") {
  in_french("la connexion peut être rompue avant le début de la conversation");
  World world;
  Site site(world);
  Client ada(world, "Ada", site.port);
  ada.send(get("/echo"));
  ada.reset();
  const auto outcome = world.run("converse", meet(site));
  world.settle();
  EXPECT(broken_line_thrown, outcome.returned());
  EXPECT(broken_line_thrown, world.open_sockets() == 1);
}

TEST_CASE("a client may ask two thousand times", "[step3]") {
  in_french("un client peut demander deux mille fois");
  World world;
  Meeting it(world);
  std::string many;
  for (int i = 0; i < 2'000; ++i) many += get("/echo");
  auto bytes = ask(world, it.ada, many);
  int answers = 0;
  while (next_answer(bytes).status == 200) ++answers;
  EXPECT(stay_or_go, answers == 2'000);
  EXPECT(stay_or_go, !it.ada.ended());
}

TEST_CASE("each of its I/O calls may fail: step 3", "[step3]") {
  in_french("chacun de ses appels peut échouer : étape 3");
  for_each_failing_call([](World& world) {
    Meeting it(world);
    it.site.thrown =
        std::make_exception_ptr(std::runtime_error(the_parcel_is_lost));
    it.ada.send(sized("one") + get("/lose") +
                post("Content-Length: 3\r\nExpect: 100-continue\r\n"));
    world.settle();
    it.ada.send("two" + get("/echo", "Connection: close\r\n"));
    it.ada.half_close();
    auto bytes = receive_all(world, it.ada);
    world.advance(exo43::farewell);
    EXPECT(broken_line_thrown, it.outcome.returned());
    EXPECT(broken_line_thrown, world.open_sockets() == 1);
    if (!bytes.empty())
      EXPECT(broken_line_thrown, next_answer(bytes).body == "one");
  });
}

// Step 4

namespace {

Patience patience(std::chrono::milliseconds idle,
                  std::chrono::milliseconds request,
                  std::chrono::milliseconds answer) {
  Patience patience;
  patience.idle = idle;
  patience.request = request;
  patience.answer = answer;
  return patience;
}

}  // namespace

TEST_CASE("who asks for nothing is let go", "[step4]") {
  in_french("qui ne demande rien est libéré");
  for (const auto idle : {1ms, 5'000ms}) {
    World world;
    Meeting it(world, patience(idle, 3s, 4s));
    const auto waits_for_idle = [&] {
      world.advance(idle - 1ms);
      EXPECT(keep_alive_for_ever, !it.ada.ended());
      EXPECT(keep_alive_for_ever, it.outcome.waits());
    };
    for (int i = 0; i < 3; ++i) {
      waits_for_idle();
      auto bytes = ask(world, it.ada, sized("hello"));
      EXPECT(keep_alive_for_ever, next_answer(bytes).body == "hello");
    }
    waits_for_idle();
    world.advance(1ms);
    EXPECT(keep_alive_for_ever, it.ada.ended());
    EXPECT(keep_alive_for_ever, it.ada.arrived().empty());
    it.ada.hang_up();
    world.settle();
    EXPECT(keep_alive_for_ever, it.outcome.returned());
    EXPECT(keep_alive_for_ever, world.open_sockets() == 1);
  }
}

TEST_CASE("a request that takes too long is refused", "[step4]") {
  in_french("une requête qui prend trop de temps est refusée");
  for (const auto& slow :
       {get("/echo", "X-Note: so long\r\n"), "\r\n" + get("/echo"),
        post("Content-Length: 100\r\n", std::string(100, 'x')),
        chunked("64\r\n" + std::string(100, 'x') + "\r\n0\r\n\r\n")})
    for (const bool second : {false, true}) {
      World world;
      Meeting it(world, patience(5s, 3s, 4s));
      if (second) {
        // The first byte may come with the request before.
        auto bytes = ask(world, it.ada, sized("first") + slow.substr(0, 1));
        EXPECT(slow_for_ever, next_answer(bytes).body == "first");
      } else {
        world.advance(5s - 1ms);
        it.ada.send(slow.substr(0, 1));
      }
      world.settle();
      for (std::size_t i = 1; i < 30; ++i) {
        world.advance(100ms);
        EXPECT(slow_for_ever, it.ada.arrived().empty());
        it.ada.send(slow.substr(i, 1));
        world.settle();
      }
      world.advance(99ms);
      EXPECT(slow_for_ever, !it.ada.ended());
      EXPECT(slow_for_ever, it.outcome.waits());
      world.advance(1ms);
      auto bytes = receive_all(world, it.ada);
      const auto refusal = next_answer(bytes);
      EXPECT(slow_for_ever, refusal.status == 408);
      EXPECT(slow_for_ever, refusal.last());
      EXPECT(slow_for_ever, it.ada.ended());
      EXPECT(slow_for_ever, it.site.handled.size() == (second ? 1 : 0));
      ask(world, it.ada, "more");
      EXPECT(close_loses_the_answer, it.outcome.waits());
      EXPECT(close_loses_the_answer, !it.ada.cut());
      world.advance(exo43::farewell);
      EXPECT(slow_for_ever, it.outcome.returned());
    }
}

TEST_CASE("a body may not be slow without end, either", "[step4]") {
  in_french("un corps non plus ne peut être lent sans fin");
  for (const auto& in_full :
       {post("Content-Length: 100\r\n"), chunked(""), chunked("64\r\nx")}) {
    World world;
    Meeting it(world, patience(5s, 2'950ms, 4s));
    it.ada.send(in_full);
    world.settle();
    for (int i = 0; i < 29; ++i) {
      world.advance(100ms);
      it.ada.send("0");
      world.settle();
    }
    EXPECT(slow_for_ever, it.ada.arrived().empty());
    EXPECT(slow_for_ever, it.outcome.waits());
    world.advance(50ms);
    auto bytes = receive_all(world, it.ada);
    EXPECT(slow_for_ever, next_answer(bytes).status == 408);
  }
}

TEST_CASE("a request that is slow, but not too slow, is answered", "[step4]") {
  in_french("une requête lente, mais pas trop, reçoit sa réponse");
  World world;
  Meeting it(world, patience(5s, 3s, 4s));
  for (int i = 0; i < 3; ++i) {
    world.advance(4s);
    const auto slow = sized("slow");
    it.ada.send(slow.substr(0, 9));
    world.advance(2s);
    it.ada.send(slow.substr(9, 9));
    world.advance(999ms);
    auto bytes = ask(world, it.ada, slow.substr(18));
    EXPECT(slow_for_ever, next_answer(bytes).body == "slow");
  }
}

TEST_CASE("an answer that nobody takes is cut off", "[step4]") {
  in_french("une réponse que personne ne prend est coupée");
  World world;
  Meeting it(world, patience(5s, 3s, 3'950ms));
  // Slow, and in time.
  it.ada.send(get("/big?200000"));
  world.settle();
  auto bytes = it.ada.receive();
  world.advance(3'949ms);
  bytes += receive_all(world, it.ada);
  EXPECT(deaf_for_ever, is_big(next_answer(bytes).body, 200'000));
  // Deaf; a byte now and then does not help.
  send_all(world, it.ada, get("/big?200000"));
  for (int i = 0; i < 39; ++i) {
    world.advance(100ms);
    it.ada.receive(1);
    world.settle();
  }
  EXPECT(deaf_for_ever, it.outcome.waits());
  world.advance(50ms);
  EXPECT(deaf_for_ever, it.outcome.returned());
  EXPECT(deaf_for_ever, it.ada.cut());
  EXPECT(deaf_for_ever, world.open_sockets() == 1);
  EXPECT(deaf_for_ever, it.site.handled.size() == 2);
}

TEST_CASE("a refusal that nobody takes is cut off, too", "[step4]") {
  in_french("un refus que personne ne prend est coupé, lui aussi");
  World world;
  world.faults.room = 10;
  Meeting it(world, patience(5s, 3s, 4s));
  send_all(world, it.ada, "no request\r\n\r\n");
  world.advance(4s - 1ms);
  EXPECT(deaf_for_ever, it.outcome.waits());
  world.advance(1ms);
  EXPECT(deaf_for_ever, it.outcome.returned());
  EXPECT(deaf_for_ever, it.ada.cut());
  EXPECT(deaf_for_ever, world.open_sockets() == 1);
}

TEST_CASE("the time of the handler is not the client's", "[step4]") {
  in_french("le temps du traitement n'est pas celui du client");
  World world;
  Meeting it(world, patience(5s, 3s, 4s));
  EXPECT(handlers_time_counted,
         ask(world, it.ada, get("/slow?200000")).empty());
  world.advance(1h);
  EXPECT(handlers_time_counted, it.outcome.waits());
  it.site.archive.open(1);
  auto bytes = receive_all(world, it.ada);
  EXPECT(handlers_time_counted, is_big(next_answer(bytes).body, 200'000));
  world.advance(5s - 1ms);
  EXPECT(handlers_time_counted, !it.ada.ended());
  bytes = ask(world, it.ada, get("/big?200000"));
  EXPECT(handlers_time_counted, next_answer(bytes).status == 200);
}

TEST_CASE("with patience, it does what it did without", "[step4]") {
  in_french("avec un délai, elle fait ce qu'elle faisait sans");
  World world;
  Meeting it(world, Patience());
  auto bytes = ask(world, it.ada, get("/echo") + sized("b") + "G\r\n\r\n");
  EXPECT(pipelined_lost, next_answer(bytes).status == 200);
  EXPECT(pipelined_lost, next_answer(bytes).body == "b");
  const auto refusal = next_answer(bytes);
  EXPECT(refusal_not_last, refusal.status == 400);
  EXPECT(refusal_not_last, refusal.last());
  send_all(world, it.ada, std::string(100'000, 'x'));
  EXPECT(close_loses_the_answer, it.ada.ended());
  EXPECT(close_loses_the_answer, !it.ada.cut());
  world.advance(exo43::farewell);
  EXPECT(close_loses_the_answer, it.outcome.returned());
}

TEST_CASE("who is told to go on, and does not listen, is let go", "[step4]") {
  in_french("qui est invité à continuer et n'écoute pas est libéré");
  World world;
  world.faults.room = 10;
  Meeting it(world, patience(5s, 3s, 4s));
  send_all(world, it.ada,
           post("Content-Length: 5\r\nExpect: 100-continue\r\n"));
  EXPECT(deaf_for_ever, it.outcome.waits());
  world.advance(3s + 4s + exo43::farewell);
  EXPECT(deaf_for_ever, it.outcome.returned());
  EXPECT(deaf_for_ever, world.open_sockets() == 1);
  EXPECT(deaf_for_ever, it.site.handled.empty());
}

TEST_CASE("an empty line is the beginning of a request", "[step4]") {
  in_french("une ligne vide est le début d'une requête");
  World world;
  Meeting it(world, patience(5s, 3s, 4s));
  it.ada.send("\r\n");
  world.advance(3s - 1ms);
  EXPECT(slow_for_ever, !it.ada.ended());
  world.advance(1ms);
  auto bytes = receive_all(world, it.ada);
  EXPECT(slow_for_ever, next_answer(bytes).status == 408);
}

TEST_CASE("who is told to go on has no more time for it", "[step4]") {
  in_french("qui est invité à continuer n'en a pas plus de temps");
  World world;
  Meeting it(world, patience(5s, 3s, 4s));
  const auto head = post("Content-Length: 5\r\nExpect: 100-continue\r\n");
  it.ada.send(head.substr(0, 20));
  world.advance(2s);
  EXPECT(go_ahead_missing,
         ask(world, it.ada, head.substr(20)).starts_with("HTTP/1.1 100 "));
  world.advance(1s - 1ms);
  EXPECT(slow_for_ever, it.ada.arrived().empty());
  world.advance(1ms);
  auto bytes = receive_all(world, it.ada);
  EXPECT(slow_for_ever, next_answer(bytes).status == 408);
}

TEST_CASE("each of its I/O calls may fail: step 4", "[step4]") {
  in_french("chacun de ses appels peut échouer : étape 4");
  for_each_failing_call([](World& world) {
    Meeting it(world, patience(5s, 3s, 4s));
    it.ada.send(get("/echo"));
    world.advance(1s);
    it.ada.send(get("/big?200000"));
    world.advance(1s);
    receive_all(world, it.ada);
    it.ada.send("GET");
    world.advance(10s);
    EXPECT(broken_line_thrown, it.outcome.returned());
    EXPECT(broken_line_thrown, world.open_sockets() == 1);
  });
}

TEST_CASE("a long talk, two hundred times", "[step4]") {
  in_french("une longue conversation, deux cents fois");
  for_each_seed(200, [](World& world, Chaos& chaos) {
    if (chaos.one_in(2)) world.faults.room = 100 + chaos.below(400);
    Meeting it(world, patience(5s, 3s, 4s));
    std::string to_send, received;
    std::vector<std::string> expected;
    for (int event = 0; event < 16; ++event) {
      switch (chaos.below(6)) {
        case 0: {
          std::string body(chaos.below(100), 'b');
          body += std::to_string(event);
          to_send += sized(body);
          expected.push_back(body);
          break;
        }
        case 1:
          to_send += chunked("3\r\n\r\n\r\r\n0\r\n\r\n");
          expected.push_back("\r\n\r");
          break;
        case 2:
          world.advance(std::chrono::milliseconds(chaos.below(2'000)));
          break;
        case 3:
          received += it.ada.receive(1 + chaos.below(200));
          break;
        default:
          to_send.erase(0, it.ada.send(std::string_view(to_send).substr(
                               0, 1 + chaos.below(300))));
      }
      if (chaos.one_in(2)) world.settle();
      if (chaos.one_in(200)) it.ada.reset();
    }
    it.ada.half_close();
    received += receive_all(world, it.ada);
    world.advance(10s);
    EXPECT(keep_alive_for_ever, it.outcome.returned());
    EXPECT(keep_alive_for_ever, world.open_sockets() == 1);
    // Each answer is the one to its request, or the last word.
    for (const auto& body : expected) {
      const auto answer = next_answer(received);
      if (answer.status != 200) {
        if (answer.status != 0) EXPECT(answer_incomplete, answer.last());
        break;
      }
      EXPECT(pipelined_lost, answer.body == body);
    }
  });
}

// Step 5

namespace {

// A folder with a site in it, and clerks.
class Archive {
 public:
  explicit Archive(std::size_t clerks = 1) : clerks(clerks) {
    std::filesystem::create_directories(folder / "site/fr/.git");
    folder.put("secret.txt", "a secret");
    folder.put("site/index.html", "<p>hello");
    folder.put("site/fr/index.html", "<p>bonjour");
    folder.put("site/boat.svg", "<svg/>");
    folder.put("site/.hidden", "a secret");
    folder.put("site/fr/.git/config", "a secret");
    folder.put("site/two words.txt", "two words");
    folder.put("site/%20.txt", "a percent sign");
    folder.put("site/été.txt", "l'été");
    folder.put("site/a+b&c=d;e,f.txt", "plus");
    folder.put("site/a..b", "dots inside");
    folder.put("site/CLIP.SVG", "capitals");
    folder.put("site/back\\slash.txt", "no slash");
    folder.put("site/c#.txt", "sharp");
    folder.put("site/two\nlines.txt", "two lines");
    folder.put("site/empty.css", "");
    std::filesystem::create_directory(folder / "site/folder.txt");
  }
  ~Archive() {
    release();
    clerks.join();
  }

  Outcome<Response> start(std::string target, std::string method = "GET") {
    auto name = method + ' ' + target.substr(0, 40);
    Request request;
    request.method = std::move(method);
    request.target = std::move(target);
    return stage.run(std::move(name), handler(std::move(request)));
  }
  Response ask(std::string target, std::string method = "GET") {
    auto outcome = start(std::move(target), std::move(method));
    stage.run_until_ended(outcome);
    return outcome.take();
  }

  // From now on all clerks are busy, until they are released.
  void keep_clerks_busy() {
    asio::post(clerks, [over = over_.get_future().share()] { over.wait(); });
  }
  void release() {
    if (!std::exchange(released_, true)) over_.set_value();
  }

  Folder folder;
  Stage stage;
  asio::thread_pool clerks;
  exo43::Handler handler = exo43::files(folder / "site", clerks);

 private:
  std::promise<void> over_;
  bool released_ = false;
};

}  // namespace

TEST_CASE("a file is sent as it is, with its type", "[step5]") {
  in_french("un fichier est envoyé tel quel, avec son type");
  Archive it;
  std::string bytes;
  for (unsigned i = 0; i < 1'200'000; ++i)
    bytes += static_cast<char>(i * i >> 3);
  it.folder.put("site/photo.png", bytes);
  const auto photo = it.ask("/photo.png");
  EXPECT(file_as_it_is, photo.status == 200);
  const bool the_same = photo.body == bytes;
  EXPECT(file_as_it_is, the_same);
  struct Case {
    std::string_view target, type, body;
  };
  for (const auto& [target, type, body] :
       {Case{"/photo.png", "image/png", bytes},
        Case{"/boat.svg", "image/svg+xml", "<svg/>"},
        Case{"/empty.css", "text/css; charset=utf-8", ""},
        Case{"/a..b", "application/octet-stream", "dots inside"},
        Case{"/CLIP.SVG", "application/octet-stream", "capitals"}})
    for (auto method : {"GET", "HEAD"}) {
      const auto response = it.ask(std::string(target), method);
      EXPECT(file_as_it_is, response.status == 200);
      EXPECT(file_as_it_is, response.body == body);
      EXPECT(file_as_it_is, response.fields.size() == 1);
      EXPECT(file_as_it_is, workbook::http::lower_case(
                                response.fields[0].name) == "content-type");
      EXPECT(file_as_it_is, response.fields[0].value == type);
    }
}

TEST_CASE("who asks goes on where he was", "[step5]") {
  in_french("qui demande continue là où il était");
  Archive it;
  const auto stays = [&](std::string target) -> asio::awaitable<bool> {
    Request request;
    request.method = "GET";
    request.target = std::move(target);
    const auto before = std::this_thread::get_id();
    co_await it.handler(std::move(request));
    co_return std::this_thread::get_id() == before;
  };
  for (auto target : {"/boat.svg", "/fr/"}) {
    auto outcome = it.stage.start("GET", stays(target));
    it.stage.run_until_ended(outcome);
    EXPECT(stays_with_the_clerk, outcome.value());
  }
}

TEST_CASE("a link is followed, wherever it leads", "[step5]") {
  in_french("un lien est suivi, où qu'il mène");
  Archive it;
  it.folder.put("list.txt", "4711");
  std::filesystem::create_symlink(it.folder / "list.txt",
                                  it.folder / "site/list.txt");
  EXPECT(file_as_it_is, it.ask("/list.txt").body == "4711");
  // Asked again, it is what it is by then.
  it.folder.put("list.txt", "4711, 4712");
  EXPECT(file_as_it_is, it.ask("/list.txt").body == "4711, 4712");
}

TEST_CASE("two sites have two folders", "[step5]") {
  in_french("deux sites ont deux dossiers");
  Archive it;
  auto french = exo43::files(it.folder / "site/fr", it.clerks);
  EXPECT(file_as_it_is, it.ask("/index.html").body == "<p>hello");
  std::swap(it.handler, french);
  EXPECT(file_as_it_is, it.ask("/index.html").body == "<p>bonjour");
  std::swap(it.handler, french);
  EXPECT(file_as_it_is, it.ask("/index.html").body == "<p>hello");
}

TEST_CASE("only GET and HEAD", "[step5]") {
  in_french("seulement GET et HEAD");
  Archive it;
  for (auto method : {"POST", "PUT", "DELETE", "OPTIONS", "get", "GETS"})
    for (auto target : {"/boat.svg", "/missing", "/../secret.txt"}) {
      const auto response = it.ask(target, method);
      EXPECT(file_as_it_is, response.status == 405);
      EXPECT(file_as_it_is, response.fields.size() == 1);
      EXPECT(file_as_it_is,
             workbook::http::lower_case(response.fields[0].name) == "allow");
      EXPECT(file_as_it_is, response.fields[0].value == "GET, HEAD");
    }
}

TEST_CASE("a path is decoded once, up to the question mark", "[step5]") {
  in_french("un chemin est décodé une fois, jusqu'au point d'interrogation");
  Archive it;
  struct Case {
    std::string target, body;
  };
  for (const auto& [target, body] :
       {Case{"/two%20words.txt", "two words"}, Case{"/%62oat.svg", "<svg/>"},
        Case{"/%C3%A9t%c3%a9.txt", "l'été"},
        Case{"/%2520.txt", "a percent sign"}, Case{"/a+b&c=d;e,f.txt", "plus"},
        Case{"/fr%2Findex.html", "<p>bonjour"}, Case{"/fr%2F", "<p>bonjour"},
        Case{"/back%5Cslash.txt", "no slash"}, Case{"/c#.txt", "sharp"},
        Case{"/c%23.txt", "sharp"}, Case{"/two%0Alines.txt", "two lines"},
        Case{"/boat.svg?a=%00", "<svg/>"}, Case{"/boat.svg?page=2", "<svg/>"},
        Case{"/boat.svg?", "<svg/>"}, Case{"/boat.svg?a?b%zz", "<svg/>"},
        Case{"/?page=2", "<p>hello"}}) {
    const auto response = it.ask(target);
    EXPECT(percent_encoding, response.status == 200);
    EXPECT(percent_encoding, response.body == body);
  }
  it.folder.put("site/what?", "a question");
  EXPECT(percent_encoding, it.ask("/what%3F").body == "a question");
  for (auto target : {"/%", "/%2", "/%zz", "/boat.svg%", "/%2g", "/%-1",
                      "/%%20", "/boat.svg%00", "/%00", "/boat.svg%00.txt"})
    EXPECT(percent_encoding, it.ask(target).status == 400);
}

TEST_CASE("what is not there gets 404, a slash means the index", "[step5]") {
  in_french("ce qui n'est pas là reçoit 404, une barre veut dire l'index");
  Archive it;
  for (const auto& target :
       {"/missing.txt"s, "/index"s, "/fr"s, "/folder.txt"s, "/folder.txt/"s,
        "/boat.svg/"s, "/boat.svg/more"s, "/" + std::string(5'000, 'x')})
    for (auto method : {"GET", "HEAD"}) {
      auto outcome = it.start(target, method);
      const Teaching teaching(missing_is_404);
      it.stage.run_until_ended(outcome);
      EXPECT(missing_is_404, !outcome.threw());
      EXPECT(missing_is_404, outcome.value().status == 404);
    }
  EXPECT(missing_is_404, it.ask("/").body == "<p>hello");
  EXPECT(missing_is_404, it.ask("/fr/").body == "<p>bonjour");
  EXPECT(missing_is_404,
         workbook::http::lower_case(it.ask("/fr/").fields.at(0).value) ==
             "text/html; charset=utf-8");
  workbook::Fifo pipe(it.folder / "site/pipe.txt");
  const Teaching teaching(missing_is_404);
  EXPECT(missing_is_404, it.ask("/pipe.txt").status == 404);
}

TEST_CASE("no path leads out of the folder, or to what is hidden", "[step5]") {
  in_french("aucun chemin ne sort du dossier, ni ne mène à ce qui est caché");
  Archive it;
  const auto secret = (it.folder / "secret.txt").string();
  for (const auto& target : {"/../secret.txt"s,
                             "/fr/../../secret.txt"s,
                             "/%2e%2e/secret.txt"s,
                             "/%2E./secret.txt"s,
                             "/..%2fsecret.txt"s,
                             "/%2e%2e%2fsecret.txt"s,
                             "/fr/..%2f..%2fsecret.txt"s,
                             "/fr/.%2e/%2e./secret.txt"s,
                             "/./../secret.txt"s,
                             "//../secret.txt"s,
                             "/fr//..//..//secret.txt"s,
                             "/" + secret,
                             "/%2f" + secret.substr(1),
                             "//" + secret,
                             "/fr/" + secret,
                             "/.hidden"s,
                             "/%2ehidden"s,
                             "/fr/../.hidden"s,
                             "/fr/.git/config"s,
                             "/fr%2f%2egit%2fconfig"s,
                             "//.hidden"s,
                             "/./boat.svg"s,
                             "/fr/../boat.svg"s}) {
    INFO(target);
    const auto response = it.ask(target);
    EXPECT(dot_dot, response.status == 404);
    EXPECT(dot_dot, response.body.find("secret") == response.body.npos);
  }
  // What stands behind a question mark is no path.
  EXPECT(dot_dot, it.ask("/boat.svg?from=/../.hidden").status == 200);
}

TEST_CASE("only a clerk waits for the disk", "[step5]") {
  in_french("seul un commis attend le disque");
  for (auto target : {"/boat.svg", "/missing.txt", "/fr", "/"}) {
    Archive it;
    it.keep_clerks_busy();
    auto outcome = it.start(target);
    auto other = it.start("/two%20words.txt");
    EXPECT(asks_the_disk_itself, outcome.waits());
    EXPECT(asks_the_disk_itself, other.waits());
    it.release();
    it.stage.run_until_ended(outcome);
    it.stage.run_until_ended(other);
    EXPECT(asks_the_disk_itself, outcome.returned());
    EXPECT(file_as_it_is, other.value().body == "two words");
  }
}

TEST_CASE("what needs no disk waits for no clerk", "[step5]") {
  in_french("ce qui n'a pas besoin du disque n'attend aucun commis");
  struct Case {
    std::string target, method;
    int status;
  };
  for (const auto& [target, method, status] :
       {Case{"/boat.svg", "POST", 405}, Case{"/%zz", "GET", 400},
        Case{"/.hidden", "GET", 404}}) {
    Archive it;
    it.keep_clerks_busy();
    auto outcome = it.start(target, method);
    INFO(method << ' ' << target);
    EXPECT(clerk_for_everything, outcome.returned());
    EXPECT(clerk_for_everything, outcome.value().status == status);
  }
}
