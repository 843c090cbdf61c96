// The parser is a coroutine of its own, which awaits one byte after another, so
// that a request is read from top to bottom. And one clock watches over each
// connection: it cancels whatever the socket is doing. It reads so little at a
// time that it tells a client to go on whose body came along with the head.
#include "http.hpp"

#include <array>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/socket_base.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <charconv>
#include <coroutine>
#include <exception>
#include <optional>
#include <utility>
#include <workbook/asio.hpp>

namespace exo43 {

namespace http = workbook::http;

namespace {

// std::from_chars takes no sign, no space and no "0x"; it stops at the first
// character that is no digit, and says when the number does not fit.
std::size_t number(const std::string& digits, int base) {
  std::size_t value = 0;
  const char* end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, value, base);
  if (rest != end || error == std::errc::invalid_argument) throw Refused(400);
  if (error != std::errc() || value > most_body) throw Refused(413);
  return value;
}

}  // namespace

Framing framing_of(const Request& head) {
  const auto& fields = head.fields;
  const auto lengths = http::count_of(fields, "content-length");
  Framing framing;
  switch (http::count_of(fields, "transfer-encoding")) {
    case 0:
      if (lengths > 1) throw Refused(400);
      if (lengths == 1)
        framing.length = number(http::value_of(fields, "content-length"), 10);
      return framing;
    case 1:
      if (lengths > 0 || head.minor == 0) throw Refused(400);
      if (http::lower_case(http::value_of(fields, "transfer-encoding")) !=
          "chunked")
        throw Refused(501);
      framing.chunked = true;
      return framing;
    default:
      throw Refused(400);
  }
}

namespace {

// What the parser coroutine and its feeder share.
struct Bowl {
  std::string_view bytes;
  Request request;
  bool has_head = false;
  bool whole = false;
  std::exception_ptr error;
};

class Reader {
 public:
  struct promise_type {
    explicit promise_type(Bowl& bowl) : bowl(bowl) {}
    Reader get_return_object() {
      return Reader(std::coroutine_handle<promise_type>::from_promise(*this));
    }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { bowl.error = std::current_exception(); }
    Bowl& bowl;
  };

  explicit Reader(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;
  ~Reader() { frame_.destroy(); }

  void go_on() { frame_.resume(); }

 private:
  std::coroutine_handle<promise_type> frame_;
};

// The next byte, when there is one.
class Next {
 public:
  explicit Next(Bowl& bowl) : bowl_(bowl) {}
  bool await_ready() const { return !bowl_.bytes.empty(); }
  void await_suspend(std::coroutine_handle<>) const {}
  char await_resume() const {
    const char c = bowl_.bytes.front();
    bowl_.bytes.remove_prefix(1);
    return c;
  }

 private:
  Bowl& bowl_;
};

void add(std::string& text, char c) {
  if ((c == '\n') != text.ends_with('\r')) throw Refused(400);
  text.push_back(c);
  if (text.size() > longest_head) throw Refused(431);
}

Reader read_request(Bowl& bowl) {
  std::string text;
  while (!text.ends_with("\r\n\r\n")) {
    const char c = co_await Next(bowl);
    add(text, c);
    if (text == "\r\n") text.clear();
  }
  bowl.request = parse_head(text);
  if (bowl.request.fields.size() > most_fields) throw Refused(431);
  bowl.has_head = true;
  const auto framing = framing_of(bowl.request);
  auto& body = bowl.request.body;
  for (auto left = framing.length; left > 0; --left) {
    const char c = co_await Next(bowl);
    body.push_back(c);
  }
  while (framing.chunked) {
    text.clear();
    while (!text.ends_with("\r\n")) {
      const char c = co_await Next(bowl);
      add(text, c);
    }
    const auto size = number(text.substr(0, text.find_first_of(";\r")), 16);
    if (size > most_body - body.size()) throw Refused(413);
    if (size == 0) break;
    for (auto left = size; left > 0; --left) {
      const char c = co_await Next(bowl);
      body.push_back(c);
    }
    for (const char expected : {'\r', '\n'}) {
      const char c = co_await Next(bowl);
      if (c != expected) throw Refused(400);
    }
  }
  // Fields behind the last chunk, and the empty line.
  for (std::size_t line = 1, all = 0; framing.chunked && line > 0;) {
    text.clear();
    while (!text.ends_with("\r\n")) {
      const char c = co_await Next(bowl);
      add(text, c);
      if (++all > longest_head) throw Refused(431);
    }
    line = text.size() - 2;
  }
  bowl.whole = true;
}

}  // namespace

struct Parser::State {
  Bowl bowl;
  Reader reader = read_request(bowl);
};

Parser::Parser() : state_(std::make_shared<State>()) {}

std::size_t Parser::feed(std::string_view bytes) {
  auto& bowl = state_->bowl;
  if (bowl.whole || bytes.empty()) return 0;
  bowl.bytes = bytes;
  state_->reader.go_on();
  if (bowl.error) std::rethrow_exception(bowl.error);
  return bytes.size() - bowl.bytes.size();
}

const Request* Parser::head() const {
  return state_->bowl.has_head ? &state_->bowl.request : nullptr;
}

bool Parser::whole() const { return state_->bowl.whole; }

Request Parser::take() {
  const auto old = std::exchange(state_, std::make_shared<State>());
  return std::move(old->bowl.request);
}

namespace {

constexpr auto quietly = asio::as_tuple(asio::use_awaitable);
using Clock = asio::steady_timer::clock_type;

class Connection {
 public:
  explicit Connection(tcp::socket socket)
      : socket_(std::move(socket)), clock_(socket_.get_executor()) {}

  // Watches from now on. A ring that was under way when the clock was set anew
  // belongs to the past.
  static void watch(const std::shared_ptr<Connection>& it, Clock::duration by) {
    it->rang_ = false;
    it->clock_.expires_after(by);
    it->clock_.async_wait([it, turn = ++it->turn_](asio::error_code error) {
      if (error || turn != it->turn_) return;
      it->rang_ = true;
      asio::error_code ignored;
      it->socket_.cancel(ignored);
    });
  }
  void rest() {
    ++turn_;
    clock_.cancel();
  }

  tcp::socket socket_;
  bool rang_ = false;

 private:
  asio::steady_timer clock_;
  unsigned turn_ = 0;
};
using Link = std::shared_ptr<Connection>;

asio::awaitable<bool> send(Link link, const std::string& text,
                           Clock::duration within) {
  Connection::watch(link, within);
  const auto [error, size] =
      co_await asio::async_write(link->socket_, asio::buffer(text), quietly);
  link->rest();
  co_return !error;
}

std::string answer(const Response& response, const Request* request,
                   bool last) {
  const bool bare = response.status == 204 || response.status == 304;
  std::string text = "HTTP/1.1 ";
  text.append(std::to_string(response.status)).append(" ");
  text.append(http::reason(response.status)).append("\r\n");
  for (const auto& [name, value] : response.fields)
    text.append(name).append(": ").append(value).append("\r\n");
  text.append("Date: ").append(http::date()).append("\r\n");
  if (last) text.append("Connection: close\r\n");
  if (!last && request->minor == 0) text.append("Connection: keep-alive\r\n");
  if (!bare)
    text.append("Content-Length: ")
        .append(std::to_string(response.body.size()))
        .append("\r\n");
  text.append("\r\n");
  if (!bare && !(request && request->method == "HEAD"))
    text.append(response.body);
  return text;
}

bool last_of(const Request& request) {
  const auto& fields = request.fields;
  const bool close = http::lists(fields, "connection", "close");
  const bool keep = http::lists(fields, "connection", "keep-alive");
  return close || (request.minor == 0 && !keep);
}

asio::awaitable<void> talk(Link link, Handler handler, Patience patience) {
  Parser parser;
  std::string received;
  std::array<char, 10> piece;
  bool last = false;
  while (!last) {
    bool begun = !received.empty();
    bool asked = false;
    Response response;
    std::optional<Request> request;
    Connection::watch(link, begun ? patience.request : patience.idle);
    while (!request && !last) {
      try {
        received.erase(0, parser.feed(received));
        if (parser.whole()) request = parser.take();
      } catch (const Refused& refused) {
        response.status = refused.status;
        last = true;
      }
      if (request || last) break;
      const auto* head = parser.head();
      if (head && !asked && head->body.empty() && head->minor > 0 &&
          http::lists(head->fields, "expect", "100-continue")) {
        asked = true;
        const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        const auto [unheard, sent] = co_await asio::async_write(
            link->socket_, asio::buffer(go_on), quietly);
        if (unheard) co_return;
      }
      const auto [error, size] =
          co_await link->socket_.async_read_some(asio::buffer(piece), quietly);
      if (link->rang_ && begun) {
        response.status = 408;
        last = true;
      } else if (error || link->rang_) {
        co_return;
      } else {
        if (!begun) Connection::watch(link, patience.request);
        begun = true;
        received.assign(piece.data(), size);
      }
    }
    link->rest();
    if (request) {
      last = last_of(*request);
      const auto copy = *request;
      bool failed = false;
      try {
        response = co_await handler(std::move(*request));
      } catch (...) {
        failed = true;
      }
      if (failed) response.status = 500;
      request = copy;
    }
    const auto text = answer(response, request ? &*request : nullptr, last);
    if (!co_await send(link, text, patience.answer)) {
      asio::error_code ignored;
      link->socket_.set_option(asio::socket_base::linger(true, 0), ignored);
      link->socket_.close(ignored);
      co_return;
    }
  }
  asio::error_code error;
  link->socket_.shutdown(tcp::socket::shutdown_send, error);
  Connection::watch(link, farewell);
  while (!error && !link->rang_) {
    const auto [end, size] =
        co_await link->socket_.async_read_some(asio::buffer(piece), quietly);
    error = end;
  }
}

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  Patience saint;
  saint.idle = saint.request = saint.answer = std::chrono::hours(1'000'000);
  co_await converse(std::move(socket), std::move(handler), saint);
}

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  const auto link = std::make_shared<Connection>(std::move(socket));
  std::exception_ptr error;
  try {
    co_await talk(link, std::move(handler), patience);
  } catch (...) {
    error = std::current_exception();
  }
  // The clock holds on to the connection: both end here.
  link->rest();
  asio::error_code ignored;
  link->socket_.close(ignored);
  if (error) std::rethrow_exception(error);
}

namespace {

asio::awaitable<Response> look_up(std::string folder, Request request) {
  Response response;
  response.status = 404;
  const auto path = *http::percent_decoded(
      request.target.substr(0, request.target.find('?')));
  const auto name = path.back() == '/' ? path + "index.html" : path;
  auto content = http::read_file(folder + name);
  if (content) {
    response.status = 200;
    response.body = std::move(*content);
    http::Field type;
    type.name = "Content-Type";
    type.value = http::media_type(name);
    response.fields.push_back(type);
  }
  co_return response;
}

int refusal_of(const Request& request) {
  if (request.method != "GET" && request.method != "HEAD") return 405;
  const auto path =
      http::percent_decoded(request.target.substr(0, request.target.find('?')));
  if (!path || path->find(std::string(1, '\0')) != path->npos) return 400;
  for (std::size_t at = 0; at < path->size(); ++at)
    if ((*path)[at] == '/' && path->substr(at + 1, 1) == ".") return 404;
  return 0;
}

asio::awaitable<Response> site(std::string folder, Clerks& clerks,
                               Request request) {
  Response response;
  response.status = refusal_of(request);
  if (response.status == 405) {
    http::Field allow;
    allow.name = "allow";
    allow.value = "GET, HEAD";
    response.fields.push_back(allow);
  }
  if (response.status == 0)
    response = co_await asio::co_spawn(
        clerks, look_up(std::move(folder), std::move(request)),
        asio::bind_cancellation_slot(asio::cancellation_slot(),
                                     asio::use_awaitable));
  co_return response;
}

}  // namespace

Handler files(std::filesystem::path folder, Clerks& clerks) {
  return [folder = folder.string(), &clerks](Request request) {
    return site(folder, clerks, std::move(request));
  };
}

}  // namespace exo43
