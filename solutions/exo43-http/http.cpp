#include "http.hpp"

#include <algorithm>
#include <array>
#include <asio/any_io_executor.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/socket_base.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <optional>
#include <utility>
#include <variant>
#include <workbook/asio.hpp>

namespace exo43 {

namespace fs = std::filesystem;
namespace http = workbook::http;

namespace {

// A length is a number that a stranger wrote. std::stoul would take "-1", "+5"
// and "5 bytes" for one, and would throw for what is merely large.
std::size_t length_of(std::string_view digits, int base) {
  if (digits.empty()) throw Refused(400);
  std::size_t length = 0;
  bool too_long = false;
  for (const char c : digits) {
    const int digit = http::hex_digit(c);
    if (digit < 0 || digit >= base) throw Refused(400);
    if (!too_long)
      length = length * static_cast<std::size_t>(base) +
               static_cast<std::size_t>(digit);
    too_long |= length > most_body;
  }
  if (too_long) throw Refused(413);
  return length;
}

}  // namespace

Framing framing_of(const Request& head) {
  Framing framing;
  const auto lengths = http::count_of(head.fields, "content-length");
  if (http::count_of(head.fields, "transfer-encoding") > 0) {
    // Two lengths: whoever believes the other one, a proxy before us, takes a
    // part of this body for a request, or a request for a part of this body.
    if (lengths > 0 || head.minor == 0) throw Refused(400);
    if (http::lower_case(http::value_of(head.fields, "transfer-encoding")) !=
        "chunked")
      throw Refused(501);
    framing.chunked = true;
  } else if (lengths > 0) {
    if (lengths > 1) throw Refused(400);
    framing.length =
        length_of(http::value_of(head.fields, "content-length"), 10);
  }
  return framing;
}

struct Parser::State {
  // What the next byte belongs to.
  enum Part { head, body, chunk_size, chunk, chunk_end, trailer, nothing };

  Part part = head;
  std::string text;      // of a head, a line, a trailer: what has come so far
  std::size_t left = 0;  // bytes of the body, or of a chunk, still to come
  Request request;

  void take(char c) {
    // Never one without the other, in what is dropped later, too: somebody else
    // may take it for the end of a line.
    if ((c == '\n') != text.ends_with('\r')) throw Refused(400);
    text += c;
    if (text.size() > longest_head) throw Refused(431);
    if (!text.ends_with("\r\n")) return;
    if (part == head) {
      if (text == "\r\n")
        text.clear();
      else if (text.ends_with("\r\n\r\n"))
        end_head();
    } else if (part == chunk_size) {
      end_chunk_size();
    } else if (part == chunk_end) {
      if (text != "\r\n") throw Refused(400);
      enter(chunk_size);
    } else if (text == "\r\n" || text.ends_with("\r\n\r\n")) {
      enter(nothing);
    }
  }

  void enter(Part next) {
    part = next;
    text.clear();
  }

  void end_head() {
    request = parse_head(text);
    if (request.fields.size() > most_fields) throw Refused(431);
    const auto framing = framing_of(request);
    left = framing.length;
    if (framing.chunked)
      enter(chunk_size);
    else
      enter(left > 0 ? body : nothing);
  }

  void end_chunk_size() {
    const auto line = std::string_view(text).substr(0, text.size() - 2);
    left = length_of(line.substr(0, line.find(';')), 16);
    if (request.body.size() + left > most_body) throw Refused(413);
    enter(left > 0 ? chunk : trailer);
  }
};

Parser::Parser() : state_(std::make_shared<State>()) {}

std::size_t Parser::feed(std::string_view bytes) {
  auto rest = bytes;
  while (!rest.empty() && !whole()) {
    auto& [part, text, left, request] = *state_;
    if (part != State::body && part != State::chunk) {
      state_->take(rest.front());
      rest.remove_prefix(1);
      continue;
    }
    // Nothing is reserved for what was only announced.
    const auto size = std::min(left, rest.size());
    request.body.append(rest.substr(0, size));
    rest.remove_prefix(size);
    left -= size;
    if (left == 0)
      state_->enter(part == State::body ? State::nothing : State::chunk_end);
  }
  return bytes.size() - rest.size();
}

const Request* Parser::head() const {
  return state_->part == State::head ? nullptr : &state_->request;
}

bool Parser::whole() const { return state_->part == State::nothing; }

Request Parser::take() {
  auto request = std::move(state_->request);
  *state_ = State();
  return request;
}

namespace {

using namespace asio::experimental::awaitable_operators;
using Clock = asio::steady_timer::clock_type;

// On a network, errors are no exceptions: they are what happens.
constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

// A connection whose reads and writes end at a moment, if not before.
class Line {
 public:
  explicit Line(tcp::socket own)
      : socket_(std::move(own)), timer_(socket_.get_executor()) {
    // Else a second short answer waits until the client has acknowledged the
    // first one.
    asio::error_code ignored;
    socket_.set_option(tcp::no_delay(true), ignored);
  }

  // What comes next; nothing at its end, when it breaks, and at that moment.
  asio::awaitable<std::string_view> read(Clock::time_point until) {
    timer_.expires_at(until);
    const auto first =
        co_await (socket_.async_read_some(asio::buffer(piece_), as_result) ||
                  timer_.async_wait(as_result));
    late_ = first.index() == 1;
    if (late_) co_return std::string_view();
    const auto [error, size] = std::get<0>(first);
    co_return std::string_view(piece_.data(), error ? 0 : size);
  }
  // The last read ended because of the time.
  bool late() const { return late_; }

  // False if it did not get away whole.
  asio::awaitable<bool> write(std::string_view head, std::string_view body,
                              Clock::time_point until) {
    timer_.expires_at(until);
    const std::array<asio::const_buffer, 2> both{asio::buffer(head),
                                                 asio::buffer(body)};
    const auto first = co_await (asio::async_write(socket_, both, as_result) ||
                                 timer_.async_wait(as_result));
    if (first.index() == 0) co_return !std::get<0>(std::get<0>(first));
    // A mere close would leave the system with the rest of the answer, for a
    // client who does not read. And the destructor makes a mere close: it takes
    // the option back, so that it never waits.
    asio::error_code ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
    co_return false;
  }

  // Who closes with bytes unread resets the connection, and then the client may
  // lose the answer that it had not read yet.
  asio::awaitable<void> part() {
    asio::error_code ignored;
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
    const auto until = Clock::now() + farewell;
    while (!(co_await read(until)).empty()) {
    }
  }

 private:
  tcp::socket socket_;
  asio::steady_timer timer_;
  std::array<char, 8192> piece_;
  bool late_ = false;
};

asio::awaitable<Response> answer_of(const Handler& handler, Request request) {
  Response failure;
  failure.status = 500;
  try {
    co_return co_await handler(std::move(request));
  } catch (...) {
    // Into a log it belongs, but not into an answer: it may tell a stranger
    // what nobody should know.
  }
  co_return failure;
}

bool has_body(int status) { return status != 204 && status != 304; }

std::string head_of(const Response& response, int minor, bool last) {
  auto head = "HTTP/1.1 " + std::to_string(response.status) + ' ' +
              std::string(http::reason(response.status)) + "\r\n";
  const auto add = [&](std::string_view name, std::string_view value) {
    head.append(name).append(": ").append(value).append("\r\n");
  };
  add("Date", http::date());
  for (const auto& field : response.fields) add(field.name, field.value);
  if (has_body(response.status))
    add("Content-Length", std::to_string(response.body.size()));
  if (last)
    add("Connection", "close");
  else if (minor == 0)
    add("Connection", "keep-alive");
  return head + "\r\n";
}

bool wants_to_stay(const Request& request) {
  if (http::lists(request.fields, "connection", "close")) return false;
  return request.minor == 1 ||
         http::lists(request.fields, "connection", "keep-alive");
}

// What read() brings for the next request, until it is whole.
asio::awaitable<std::optional<Request>> next_request(Line& line,
                                                     std::string_view& rest,
                                                     const Patience& patience) {
  Parser parser;
  bool begun = false;
  bool told_to_go_on = false;
  auto until = Clock::now() + patience.idle;
  for (;;) {
    if (!begun && !rest.empty()) {
      begun = true;
      // A moment, and not a time for each byte: else one byte in nine seconds
      // would hold the connection for days.
      until = Clock::now() + patience.request;
    }
    rest.remove_prefix(parser.feed(rest));
    if (parser.whole()) co_return parser.take();
    const auto* head = parser.head();
    if (head && !told_to_go_on && head->minor == 1 && head->body.empty() &&
        http::lists(head->fields, "expect", "100-continue")) {
      told_to_go_on = true;
      if (!co_await line.write("HTTP/1.1 100 Continue\r\n\r\n", "", until))
        co_return std::nullopt;
    }
    rest = co_await line.read(until);
    if (!rest.empty()) continue;
    if (line.late() && begun) throw Refused(408);
    co_return std::nullopt;
  }
}

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  constexpr std::chrono::hours century{24 * 365 * 100};
  Patience endless;
  endless.idle = endless.request = endless.answer = century;
  co_await converse(std::move(socket), std::move(handler), endless);
}

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  Line line(std::move(socket));
  // Read, and not taken by a request yet: the pipelined ones are in here. It is
  // empty before each read, so a client that reads no answers is not read.
  std::string_view rest;
  for (bool last = false; !last;) {
    std::optional<Request> request;
    Response response;
    try {
      request = co_await next_request(line, rest, patience);
      if (!request) co_return;
    } catch (const Refused& refused) {
      response.status = refused.status;
    }
    last = !request || !wants_to_stay(*request);
    const int minor = request ? request->minor : 1;
    const bool head_only = request && request->method == "HEAD";
    if (request) response = co_await answer_of(handler, std::move(*request));
    const auto head = head_of(response, minor, last);
    std::string_view body = response.body;
    if (head_only || !has_body(response.status)) body = {};
    if (!co_await line.write(head, body, Clock::now() + patience.answer))
      co_return;
  }
  co_await line.part();
}

namespace {

// A clerk cannot be called back, and so is not told of a cancellation.
auto until_done() {
  return asio::bind_cancellation_slot(asio::cancellation_slot(),
                                      asio::use_awaitable);
}

// For a clerk: a coroutine, because co_spawn wants one.
asio::awaitable<std::optional<std::string>> fetch(std::string path) {
  co_return http::read_file(path);
}

asio::awaitable<Response> serve(fs::path folder, Clerks& clerks,
                                Request request) {
  Response response;
  if (request.method != "GET" && request.method != "HEAD") {
    response.status = 405;
    response.fields.push_back({"Allow", "GET, HEAD"});
    co_return response;
  }
  // Decoded once: "%252e" is "%2e", and that is the name of a file.
  auto path =
      http::percent_decoded(request.target.substr(0, request.target.find('?')));
  // The system would take a byte 0 for the end of the path.
  if (!path || path->find('\0') != path->npos) {
    response.status = 400;
    co_return response;
  }
  if (path->ends_with('/')) *path += "index.html";
  response.status = 404;
  // Looked at after decoding: before, "/%2e%2e/" has no dot. And parse_head
  // lets no other targets pass, but a program may call this handler, too.
  if (!path->starts_with('/') || path->find("/.") != path->npos)
    co_return response;
  // Not folder / *path: a path that begins with a slash takes the place of all
  // that is before it.
  auto content = co_await asio::co_spawn(clerks, fetch(folder.string() + *path),
                                         until_done());
  if (!content) co_return response;
  response.status = 200;
  response.fields.push_back(
      {"Content-Type", std::string(http::media_type(*path))});
  response.body = std::move(*content);
  co_return response;
}

}  // namespace

Handler files(fs::path folder, Clerks& clerks) {
  // The Handler may be gone before its answer: each call has its own folder.
  return [folder = std::move(folder), &clerks](Request request) {
    return serve(folder, clerks, std::move(request));
  };
}

}  // namespace exo43
