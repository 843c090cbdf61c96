// An operation of its own: any read or write of a socket, until a moment. Its
// parser is a table of functions, one for each part of a request.
#include "http.hpp"

#include <algorithm>
#include <array>
#include <asio/associated_executor.hpp>
#include <asio/async_result.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/dispatch.hpp>
#include <asio/error.hpp>
#include <asio/socket_base.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <functional>
#include <map>
#include <sstream>
#include <type_traits>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

namespace exo43 {

namespace http = workbook::http;

namespace {

// Digits of a base, and no more of them than most_body needs.
std::size_t read_number(std::string_view text, int base) {
  if (text.empty()) throw Refused(400);
  std::size_t value = 0;
  for (const char c : text) {
    const int digit = http::hex_digit(c);
    if (digit < 0 || digit >= base) throw Refused(400);
    value = value * static_cast<std::size_t>(base);
    value = std::min(value + static_cast<std::size_t>(digit), most_body + 1);
  }
  if (value > most_body) throw Refused(413);
  return value;
}

}  // namespace

Framing framing_of(const Request& head) {
  std::map<std::string, std::vector<std::string>> all;
  for (const auto& field : head.fields) all[field.name].push_back(field.value);
  const auto& lengths = all["content-length"];
  const auto& codings = all["transfer-encoding"];
  Framing framing;
  if (!codings.empty()) {
    if (head.minor == 0 || !lengths.empty()) throw Refused(400);
    if (codings.size() > 1 || http::lower_case(codings[0]) != "chunked")
      throw Refused(501);
    framing.chunked = true;
  } else if (lengths.size() == 1) {
    framing.length = read_number(lengths[0], 10);
  } else if (!lengths.empty()) {
    throw Refused(400);
  }
  return framing;
}

struct Parser::State {
  // Takes what belongs to its part, and gives how many bytes that was.
  using Part = std::size_t (State::*)(std::string_view);

  // The end of the line in `text`, once it is there.
  std::size_t to_the_end_of_line(std::string_view bytes) {
    std::size_t taken = 0;
    there = false;
    while (!there && taken < bytes.size()) {
      const char c = bytes[taken++];
      if ((c == '\n') != (last == '\r')) throw Refused(400);
      there = c == '\n';
      last = c;
      text += c;
      if (++counted > longest_head) throw Refused(431);
    }
    return taken;
  }

  std::size_t head(std::string_view bytes) {
    const auto taken = to_the_end_of_line(bytes);
    if (!there) return taken;
    if (text == "\r\n") {
      counted = 0;
      text.clear();
    } else if (text.ends_with("\r\n\r\n")) {
      request = parse_head(text);
      head_there = true;
      if (request.fields.size() > most_fields) throw Refused(431);
      const auto framing = framing_of(request);
      left = framing.length;
      go(framing.chunked ? &State::size : left ? &State::body : nullptr);
    }
    return taken;
  }

  std::size_t body(std::string_view bytes) {
    const auto some = bytes.substr(0, left);
    request.body.insert(request.body.end(), some.begin(), some.end());
    left -= some.size();
    if (left == 0) go(chunked ? &State::behind : nullptr);
    return some.size();
  }

  std::size_t size(std::string_view bytes) {
    const auto taken = to_the_end_of_line(bytes);
    if (!there) return taken;
    chunked = true;
    const std::string_view line = text;
    left = read_number(line.substr(0, line.find_first_of(";\r")), 16);
    if (request.body.size() + left > most_body) throw Refused(413);
    go(left ? &State::body : &State::trailer);
    return taken;
  }

  std::size_t behind(std::string_view bytes) {
    const auto taken = to_the_end_of_line(bytes.substr(0, 1));
    const auto expected = std::string_view("\r\n").substr(0, text.size());
    if (text != expected) throw Refused(400);
    if (there) go(&State::size);
    return taken;
  }

  std::size_t trailer(std::string_view bytes) {
    const auto taken = to_the_end_of_line(bytes);
    if (there && text == "\r\n") go(nullptr);
    if (there) text.clear();
    return taken;
  }

  void go(Part next) {
    part = next;
    text.clear();
    counted = 0;
  }

  Part part = &State::head;
  std::string text;
  std::size_t counted = 0;
  std::size_t left = 0;
  char last = 0;
  bool there = false;
  bool head_there = false;
  bool chunked = false;
  Request request;
};

Parser::Parser() : state_(std::make_shared<State>()) {}

std::size_t Parser::feed(std::string_view bytes) {
  std::size_t taken = 0;
  auto* it = state_.get();
  while (it->part && taken < bytes.size())
    taken += (it->*it->part)(bytes.substr(taken));
  return taken;
}

const Request* Parser::head() const {
  return state_->head_there ? &state_->request : nullptr;
}

bool Parser::whole() const { return !state_->part; }

Request Parser::take() {
  Request request;
  std::swap(request, state_->request);
  state_ = std::make_shared<State>();
  return request;
}

namespace {

using Clock = asio::steady_timer::clock_type;
constexpr auto quietly = asio::as_tuple(asio::use_awaitable);

struct Wire {
  explicit Wire(tcp::socket own)
      : socket(std::move(own)), timer(socket.get_executor()) {}
  tcp::socket socket;
  asio::steady_timer timer;
};

// What the two handlers of one operation share. The later one completes it.
template <class Handler>
struct Within {
  Within(Wire& wire, Handler handler)
      : wire(wire), handler(std::move(handler)) {}

  void timer_done(asio::error_code stopped) {
    if (!stopped && open == 2) {
      late = true;
      asio::error_code ignored;
      wire.socket.cancel(ignored);
    }
    one_done();
  }
  void socket_done(asio::error_code code, std::size_t bytes) {
    error = code;
    size = bytes;
    wire.timer.cancel();
    one_done();
  }
  void one_done() {
    if (--open > 0) return;
    if (late) error = asio::error::timed_out;
    const auto executor =
        asio::get_associated_executor(handler, wire.socket.get_executor());
    asio::dispatch(executor, [own = std::move(handler), error = error,
                              size = size]() mutable { own(error, size); });
  }

  Wire& wire;
  Handler handler;
  int open = 2;
  bool late = false;
  asio::error_code error;
  std::size_t size = 0;
};

// begin(handler) begins what is to be done until then, or it ends with
// timed_out.
template <class Begin, class Token>
auto async_until(Wire& wire, Clock::time_point until, Begin begin,
                 Token&& token) {
  return asio::async_initiate<Token, void(asio::error_code, std::size_t)>(
      [&wire, until, begin](auto handler) {
        using Both = Within<std::decay_t<decltype(handler)>>;
        const auto both = std::make_shared<Both>(wire, std::move(handler));
        wire.timer.expires_at(until);
        wire.timer.async_wait(
            [both](asio::error_code error) { both->timer_done(error); });
        begin([both](asio::error_code error, std::size_t size) {
          both->socket_done(error, size);
        });
      },
      token);
}

asio::awaitable<std::pair<asio::error_code, std::size_t>> read_before(
    Wire& wire, asio::mutable_buffer into, Clock::time_point until) {
  const auto begin = [&wire, into](auto done) {
    wire.socket.async_read_some(into, std::move(done));
  };
  const auto [error, size] = co_await async_until(wire, until, begin, quietly);
  co_return std::pair(error, size);
}

asio::awaitable<asio::error_code> write(Wire& wire, const std::string& text,
                                        Clock::time_point until) {
  const auto all = asio::buffer(text);
  const auto begin = [&wire, all](auto done) {
    asio::async_write(wire.socket, all, std::move(done));
  };
  const auto [error, size] = co_await async_until(wire, until, begin, quietly);
  co_return error;
}

// "Connection", as a client and a server say it.
enum class Next { stay, stay_and_say_so, close };

Next next_after(const Request& request) {
  if (http::lists(request.fields, "connection", "close")) return Next::close;
  if (request.minor == 1) return Next::stay;
  return http::lists(request.fields, "connection", "keep-alive")
             ? Next::stay_and_say_so
             : Next::close;
}

std::string text_of(const Response& response, Next next, bool no_body) {
  std::ostringstream text;
  text << "HTTP/1.1 " << response.status << ' ' << http::reason(response.status)
       << "\r\nDate: " << http::date();
  for (const auto& [name, value] : response.fields)
    text << "\r\n" << name << ": " << value;
  const bool none = response.status == 204 || response.status == 304;
  if (!none) text << "\r\nContent-Length: " << response.body.size();
  if (next == Next::close) text << "\r\nConnection: close";
  if (next == Next::stay_and_say_so) text << "\r\nConnection: keep-alive";
  text << "\r\n\r\n";
  if (!none && !no_body) text << response.body;
  return text.str();
}

asio::awaitable<Response> respond(const Handler& handler, Request request) {
  std::exception_ptr failed;
  Response response;
  try {
    response = co_await handler(std::move(request));
  } catch (...) {
    failed = std::current_exception();
  }
  if (failed) {
    response = Response();
    response.status = 500;
  }
  co_return response;
}

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  Patience patience;
  patience.idle = patience.request = patience.answer =
      std::chrono::hours(24 * 10'000);
  return converse(std::move(socket), std::move(handler), patience);
}

asio::awaitable<void> converse(tcp::socket own, Handler handler,
                               Patience patience) {
  Wire wire(std::move(own));
  std::array<char, 3000> buffer;
  std::string_view rest;
  auto next = Next::stay;
  while (next != Next::close) {
    Parser parser;
    int refused = 0;
    bool expected = false;
    bool begun = !rest.empty();
    auto until = Clock::now() + (begun ? patience.request : patience.idle);
    while (!refused && !parser.whole()) {
      try {
        rest.remove_prefix(parser.feed(rest));
      } catch (const Refused& refusal) {
        refused = refusal.status;
      }
      if (refused || parser.whole()) break;
      const auto* head = parser.head();
      if (!expected && head && head->minor == 1 && head->body.empty() &&
          http::lists(head->fields, "expect", "100-continue")) {
        expected = true;
        const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        if (co_await write(wire, go_on, until)) co_return;
      }
      const auto [error, size] =
          co_await read_before(wire, asio::buffer(buffer), until);
      if (error == asio::error::timed_out && begun)
        refused = 408;
      else if (error)
        co_return;
      if (!std::exchange(begun, true)) until = Clock::now() + patience.request;
      if (!error) rest = std::string_view(buffer.data(), size);
    }
    Response response;
    response.status = refused;
    next = Next::close;
    bool head_only = false;
    if (!refused) {
      auto request = parser.take();
      next = next_after(request);
      head_only = request.method == "HEAD";
      response = co_await respond(handler, std::move(request));
    }
    const auto text = text_of(response, next, head_only);
    const auto error =
        co_await write(wire, text, Clock::now() + patience.answer);
    if (error == asio::error::timed_out) {
      asio::error_code ignored;
      wire.socket.set_option(asio::socket_base::linger(true, 0), ignored);
      wire.socket.close(ignored);
    }
    if (error) co_return;
  }
  asio::error_code error;
  wire.socket.shutdown(tcp::socket::shutdown_send, error);
  const auto until = Clock::now() + farewell;
  while (!error) {
    const auto [end, size] =
        co_await read_before(wire, asio::buffer(buffer), until);
    error = end;
  }
}

namespace {

struct Found {
  int status = 404;
  std::string name;
};

// What a target asks for, before anybody looks at the disk.
Found find(const Request& request) {
  Found found;
  const auto end = request.target.find('?');
  const auto path = http::percent_decoded(request.target.substr(0, end));
  if (request.method != "GET" && request.method != "HEAD") {
    found.status = 405;
    return found;
  }
  if (!path) {
    found.status = 400;
    return found;
  }
  // Part by part, as a folder is gone through.
  std::istringstream parts(*path);
  bool hidden = false;
  for (std::string part; std::getline(parts, part, '/');) {
    hidden = hidden || part.starts_with('.');
    if (part.find('\0') != part.npos) found.status = 400;
    if (!part.empty()) found.name += "/" + part;
  }
  if (path->back() == '/') found.name += "/index.html";
  if (!hidden && found.status == 404) found.status = 200;
  return found;
}

// Work for a clerk.
asio::awaitable<std::vector<std::string>> fetch(std::string path) {
  std::vector<std::string> content;
  if (auto text = http::read_file(path)) content.push_back(std::move(*text));
  co_return content;
}

asio::awaitable<Response> serve(std::filesystem::path folder, Clerks& clerks,
                                Request request) {
  const auto found = find(request);
  Response response;
  response.status = found.status;
  if (found.status == 405) response.fields.push_back({"Allow", "GET, HEAD"});
  if (found.status != 200) co_return response;
  folder += found.name;
  auto content = co_await asio::co_spawn(
      clerks, fetch(folder.string()),
      asio::bind_cancellation_slot(asio::cancellation_slot(),
                                   asio::use_awaitable));
  if (content.empty()) {
    response.status = 404;
  } else {
    response.body = std::move(content.front());
    response.fields.push_back(
        {"Content-Type", std::string(http::media_type(found.name))});
  }
  co_return response;
}

}  // namespace

Handler files(std::filesystem::path folder, Clerks& clerks) {
  return std::bind_front(serve, std::move(folder), std::ref(clerks));
}

}  // namespace exo43
