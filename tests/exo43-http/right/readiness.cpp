// Waits until the socket is ready, and then reads and writes without waiting.
// The parser cuts lines out of what it holds, and goes on from line to line.
#include "http.hpp"

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/socket_base.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <list>
#include <optional>
#include <utility>
#include <variant>
#include <workbook/asio.hpp>

namespace exo43 {

namespace http = workbook::http;
using namespace asio::experimental::awaitable_operators;

namespace {

enum class Digits { decimal = 10, hexadecimal = 16 };

void require(bool holds, int status) {
  if (!holds) throw Refused(status);
}

std::size_t amount(std::string_view text, Digits kind) {
  const int base = static_cast<int>(kind);
  require(!text.empty(), 400);
  require(std::all_of(text.begin(), text.end(),
                      [&](char c) {
                        return http::hex_digit(c) >= 0 &&
                               http::hex_digit(c) < base;
                      }),
          400);
  unsigned long long amount = 0;
  for (const char c : text) {
    amount = amount * static_cast<unsigned>(base) +
             static_cast<unsigned>(http::hex_digit(c));
    // It only grows from here.
    require(amount <= most_body, 413);
  }
  return amount;
}

}  // namespace

Framing framing_of(const Request& head) {
  const auto lengths = http::count_of(head.fields, "content-length");
  const auto codings = http::count_of(head.fields, "transfer-encoding");
  require(lengths + (codings > 0) <= 1, 400);
  require(codings == 0 || head.minor > 0, 400);
  require(codings == 0 || http::lower_case(http::value_of(
                              head.fields, "transfer-encoding")) == "chunked",
          501);
  Framing framing;
  framing.chunked = codings > 0;
  if (lengths > 0)
    framing.length =
        amount(http::value_of(head.fields, "content-length"), Digits::decimal);
  return framing;
}

struct Parser::State {
  bool has_head = false;
  bool whole = false;
  bool chunked = false;
  bool between = false;   // chunks: a size comes, or the CR LF before it
  bool closing = false;   // behind the last chunk
  bool data_end = false;  // the CR LF behind a chunk comes
  std::size_t left = 0;
  std::string lines;       // those of the head, or of the trailer, so far
  std::size_t before = 0;  // how much of it is lines that are done
  Request request;

  // One whole line more, from `before` on.
  void line() {
    const std::string last = lines.substr(before, lines.size() - before - 2);
    before = lines.size();
    if (!has_head) return head_line(last);
    if (data_end) {
      require(last.empty(), 400);
      data_end = false;
    } else if (!closing) {
      left = amount(last.substr(0, last.find(';')), Digits::hexadecimal);
      require(request.body.size() + left <= most_body, 413);
      closing = left == 0;
    } else {
      whole = last.empty();
      return;
    }
    forget();
  }

  void head_line(const std::string& last) {
    if (!last.empty()) return;
    if (lines.size() == 2) return forget();
    request = parse_head(lines);
    require(request.fields.size() <= most_fields, 431);
    const auto framing = framing_of(request);
    has_head = true;
    chunked = framing.chunked;
    left = framing.length;
    whole = !chunked && left == 0;
    forget();
  }

  void forget() {
    lines.clear();
    before = 0;
  }
};

Parser::Parser() : state_(std::make_shared<State>()) {}

std::size_t Parser::feed(std::string_view bytes) {
  const auto state = state_;
  std::size_t at = 0;
  for (; at < bytes.size() && !state->whole;) {
    if (state->left > 0) {
      const auto part = std::min(state->left, bytes.size() - at);
      state->request.body.append(bytes, at, part);
      at += part;
      state->left -= part;
      if (state->left == 0 && state->chunked) state->data_end = true;
      if (state->left == 0 && !state->chunked) state->whole = true;
      continue;
    }
    const auto& lines = state->lines;
    require((bytes[at] == '\n') == lines.ends_with('\r'), 400);
    state->lines.push_back(bytes[at++]);
    require(lines.size() <= longest_head, 431);
    if (lines.back() == '\n') state->line();
  }
  return at;
}

const Request* Parser::head() const {
  return state_->has_head ? &state_->request : nullptr;
}

bool Parser::whole() const { return state_->whole; }

Request Parser::take() {
  State fresh;
  std::swap(fresh, *state_);
  return std::move(fresh.request);
}

namespace {

using Clock = asio::steady_timer::clock_type;
using When = std::optional<Clock::time_point>;

class Line {
 public:
  explicit Line(tcp::socket socket)
      : socket_(std::move(socket)), timer_(socket_.get_executor()) {
    socket_.non_blocking(true, broken_);
  }

  bool broken() const { return static_cast<bool>(broken_); }

  // False when it is too late.
  asio::awaitable<bool> ready(tcp::socket::wait_type what, When until) {
    timer_.expires_at(until.value_or(Clock::time_point::max()));
    constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
    const auto which = co_await (timer_.async_wait(quietly) ||
                                 socket_.async_wait(what, quietly));
    co_return which.index() == 1;
  }

  // Nothing when it is too late; an empty string at the end.
  asio::awaitable<std::optional<std::string>> read(When until) {
    std::string piece(1500, '\0');
    for (;;) {
      const auto size = socket_.read_some(asio::buffer(piece), broken_);
      if (broken_ != asio::error::would_block) {
        piece.resize(broken_ ? 0 : size);
        co_return piece;
      }
      broken_.clear();
      const bool in_time = co_await ready(tcp::socket::wait_read, until);
      if (!in_time) co_return std::nullopt;
    }
  }

  asio::awaitable<void> write(const std::string& text, When until) {
    for (std::size_t sent = 0; sent < text.size() && !broken_;) {
      const auto rest = asio::buffer(text) + sent;
      sent += socket_.write_some(rest, broken_);
      if (broken_ != asio::error::would_block) continue;
      broken_.clear();
      const bool in_time = co_await ready(tcp::socket::wait_write, until);
      if (!in_time) {
        asio::error_code ignored;
        socket_.set_option(asio::socket_base::linger(true, 0), ignored);
        socket_.close(ignored);
        broken_ = asio::error::timed_out;
      }
    }
  }

  asio::awaitable<void> part() {
    socket_.shutdown(tcp::socket::shutdown_send, broken_);
    const When until = Clock::now() + farewell;
    while (!broken_ && Clock::now() < *until) {
      const auto piece = co_await read(until);
      if (!piece || piece->empty()) co_return;
    }
  }

 private:
  tcp::socket socket_;
  asio::steady_timer timer_;
  asio::error_code broken_;
};

class Talk {
 public:
  Talk(tcp::socket socket, Handler handler, std::optional<Patience> patience)
      : line_(std::move(socket)),
        handler_(std::move(handler)),
        patience_(patience) {}

  asio::awaitable<void> run() {
    while (!last_ && !line_.broken()) {
      const int refused = co_await receive();
      if (line_.broken() || gone_) co_return;
      Response response;
      response.status = refused;
      last_ = refused != 0;
      const Request request = refused ? Request() : parser_.take();
      if (!refused) {
        last_ = leaves(request);
        response = co_await made_of(request);
      }
      const auto text = said(response, request);
      co_await line_.write(text, in(&Patience::answer));
    }
    if (!line_.broken()) co_await line_.part();
  }

 private:
  When in(std::chrono::milliseconds Patience::*what) const {
    if (!patience_) return std::nullopt;
    return Clock::now() + (*patience_).*what;
  }

  // Until a request is whole, or refused with that status.
  asio::awaitable<int> receive() {
    When until = in(&Patience::idle);
    bool begun = false, told = false;
    for (;;) {
      if (!begun && !received_.empty()) until = in(&Patience::request);
      begun = begun || !received_.empty();
      try {
        received_.erase(0, parser_.feed(received_));
      } catch (const Refused& refused) {
        co_return refused.status;
      }
      if (parser_.whole()) co_return 0;
      if (const auto* head = parser_.head();
          head && !told && head->minor == 1 && head->body.empty() &&
          http::lists(head->fields, "expect", "100-continue")) {
        told = true;
        const std::string text = "HTTP/1.1 100 Continue\r\n\r\n";
        co_await line_.write(text, until);
        if (line_.broken()) co_return 0;
      }
      auto piece = co_await line_.read(until);
      gone_ = piece ? piece->empty() : !begun;
      if (!piece && begun) co_return 408;
      if (gone_) co_return 0;
      received_ = std::move(*piece);
    }
  }

  static bool leaves(const Request& request) {
    const auto& fields = request.fields;
    if (http::lists(fields, "connection", "close")) return true;
    return request.minor == 0 &&
           !http::lists(fields, "connection", "keep-alive");
  }

  asio::awaitable<Response> made_of(Request request) {
    try {
      co_return co_await handler_(std::move(request));
    } catch (...) {
    }
    Response failure;
    failure.status = 500;
    co_return failure;
  }

  std::string said(const Response& response, const Request& request) const {
    std::list<std::string> lines;
    lines.push_back("Date: " + http::date());
    for (const auto& field : response.fields)
      lines.push_back(field.name + ": " + field.value);
    const bool bare = response.status == 304 || response.status == 204;
    const auto size = std::to_string(response.body.size());
    if (!bare) lines.push_back("content-length: " + size);
    if (last_) lines.push_back("connection: close");
    if (!last_ && !request.minor) lines.push_back("connection: keep-alive");
    std::string text = "HTTP/1.1 " + std::to_string(response.status) + ' ';
    text += http::reason(response.status);
    for (const auto& line : lines) text += "\r\n" + line;
    text += "\r\n\r\n";
    return bare || request.method == "HEAD" ? text : text + response.body;
  }

  Line line_;
  Handler handler_;
  std::optional<Patience> patience_;
  Parser parser_;
  std::string received_;
  bool last_ = false;
  bool gone_ = false;
};

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  Talk talk(std::move(socket), std::move(handler), std::nullopt);
  co_await talk.run();
}

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  Talk talk(std::move(socket), std::move(handler), patience);
  co_await talk.run();
}

namespace {

// All that there is to be done for a request, by a clerk.
asio::awaitable<Response> work(std::string folder, std::string path) {
  Response response;
  const auto content = http::read_file(folder + path);
  response.status = content ? 200 : 404;
  if (content) {
    response.body = *content;
    response.fields.resize(1);
    response.fields[0].name = "Content-Type";
    response.fields[0].value = http::media_type(path);
  }
  co_return response;
}

asio::awaitable<Response> only(int status) {
  Response response;
  response.status = status;
  if (status == 405) response.fields = {{"Allow", "GET, HEAD"}};
  co_return response;
}

}  // namespace

Handler files(std::filesystem::path folder, Clerks& clerks) {
  return
      [folder, &clerks](const Request& request) -> asio::awaitable<Response> {
        if (request.method != "GET" && request.method != "HEAD")
          return only(405);
        const std::string_view target = request.target;
        auto path = http::percent_decoded(target.substr(0, target.find('?')));
        if (!path || path->find('\0') != path->npos) return only(400);
        if (path->find("/.") != path->npos) return only(404);
        if (path->back() == '/') path->append("index.html");
        return asio::co_spawn(clerks, work(folder.string(), *path),
                              asio::use_awaitable);
      };
}

}  // namespace exo43
