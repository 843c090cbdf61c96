// The talk as a class with callbacks, as one wrote it before coroutines. The
// parser keeps what came in one string and searches it.
#include "http.hpp"

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/co_spawn.hpp>
#include <asio/execution/outstanding_work.hpp>
#include <asio/post.hpp>
#include <asio/prefer.hpp>
#include <asio/socket_base.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <functional>
#include <optional>
#include <utility>
#include <workbook/asio.hpp>

namespace exo43 {

namespace http = workbook::http;

namespace {

bool is_digits(std::string_view text) {
  return !text.empty() &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

// By the number of digits first: then nothing overflows.
std::size_t number(std::string text, int base) {
  text.erase(0, std::min(text.find_first_not_of('0'), text.size()));
  if (text.empty()) return 0;
  if (text.size() > 8) throw Refused(413);
  const auto value = std::stoul(text, nullptr, base);
  if (value > most_body) throw Refused(413);
  return value;
}

}  // namespace

Framing framing_of(const Request& head) {
  std::optional<std::string> length, coding;
  for (const auto& [name, value] : head.fields) {
    if (name == "content-length") {
      if (length || !is_digits(value)) throw Refused(400);
      length = value;
    }
    if (name == "transfer-encoding") {
      if (coding) throw Refused(400);
      coding = http::lower_case(value);
    }
  }
  if (coding && (length || head.minor == 0)) throw Refused(400);
  if (coding && *coding != "chunked") throw Refused(501);
  Framing framing;
  framing.chunked = coding.has_value();
  if (length) framing.length = number(*length, 10);
  return framing;
}

// What has come of the part that is being read. Each part knows when it is
// there, and what comes next.
struct Parser::State {
  using Part = void (State::*)();

  // Takes the next line into `line`; false if it is not there yet.
  bool take_line(std::string_view& from) {
    while (!from.empty()) {
      const auto end = from.find('\n');
      const auto some = from.substr(0, end == from.npos ? end : end + 1);
      line += some;
      const bool ends = some.ends_with('\n');
      from.remove_prefix(some.size());
      if (ends &&
          (!line.ends_with("\r\n") || line.find('\r') != line.size() - 2))
        throw Refused(400);
      if (all + line.size() > longest_head) throw Refused(431);
      if (ends) return true;
    }
    return false;
  }

  void end_line() {
    switch (part) {
      case Head:
        if (line == "\r\n" && head.empty()) break;
        head += line;
        all = head.size();
        if (line != "\r\n") break;
        request = parse_head(head);
        if (request.fields.size() > most_fields) throw Refused(431);
        if (const auto framing = framing_of(request); framing.chunked)
          part = Size;
        else
          part = (left = framing.length) > 0 ? Body : Whole;
        all = 0;
        break;
      case Size: {
        const auto size = line.substr(0, line.find_first_of(";\r"));
        if (size.empty() || !std::all_of(size.begin(), size.end(), [](char c) {
              return http::hex_digit(c) >= 0;
            }))
          throw Refused(400);
        left = number(size, 16);
        if (left + request.body.size() > most_body) throw Refused(413);
        part = left > 0 ? Chunk : Trailer;
        break;
      }
      case Behind:
        if (line != "\r\n") throw Refused(400);
        part = Size;
        break;
      default:
        all += line.size();
        if (line == "\r\n") part = Whole;
    }
    line.clear();
  }

  enum { Head, Body, Size, Chunk, Behind, Trailer, Whole } part = Head;
  std::string line, head;
  std::size_t all = 0;  // bytes of the lines before, where they count together
  std::size_t left = 0;
  Request request;
};

Parser::Parser() : state_(std::make_shared<State>()) {}

std::size_t Parser::feed(std::string_view bytes) {
  auto& it = *state_;
  auto rest = bytes;
  while (!rest.empty() && it.part != State::Whole) {
    if (it.part == State::Body || it.part == State::Chunk) {
      const auto some = rest.substr(0, it.left);
      it.request.body.append(some);
      rest.remove_prefix(some.size());
      it.left -= some.size();
      if (it.left == 0)
        it.part = it.part == State::Body ? State::Whole : State::Behind;
    } else if (it.take_line(rest)) {
      it.end_line();
    }
  }
  return bytes.size() - rest.size();
}

const Request* Parser::head() const {
  return state_->part == State::Head ? nullptr : &state_->request;
}

bool Parser::whole() const { return state_->part == State::Whole; }

Request Parser::take() {
  const auto done = std::exchange(state_, std::make_shared<State>());
  return std::move(done->request);
}

namespace {

// The handler may throw before it gives a coroutine: here, that is the same.
asio::awaitable<Response> called(Handler handler, Request request) {
  co_return co_await handler(std::move(request));
}

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, Handler handler, std::optional<Patience> patience,
          std::function<void()> over)
      : socket_(std::move(socket)),
        clock_(socket_.get_executor()),
        handler_(std::move(handler)),
        patience_(patience),
        over_(std::move(over)) {}

  void next_request() {
    begun_ = asked_ = false;
    if (rest_.empty()) {
      if (patience_) watch(patience_->idle, [this] { end(); });
      read();
    } else {
      begin();
      look();
    }
  }

 private:
  using Step = std::function<void()>;

  // Instead of whatever happens next, when the time is over.
  void watch(std::chrono::milliseconds by, Step late) {
    unwatch();
    clock_.expires_after(by);
    clock_.async_wait([self = shared_from_this(), turn = turn_,
                       late = std::move(late)](asio::error_code error) {
      if (error || turn != self->turn_) return;
      // What is under way now belongs to the past.
      ++self->turn_;
      asio::error_code ignored;
      self->socket_.cancel(ignored);
      late();
    });
  }
  void unwatch() {
    ++turn_;
    clock_.cancel();
  }

  void begin() {
    begun_ = true;
    if (patience_) watch(patience_->request, [this] { refuse(408); });
  }

  void read() {
    socket_.async_read_some(
        asio::buffer(piece_), [self = shared_from_this(), turn = turn_](
                                  asio::error_code error, std::size_t size) {
          if (turn != self->turn_) return;
          if (error) return self->end();
          self->rest_ = std::string_view(self->piece_.data(), size);
          if (!self->begun_) self->begin();
          self->look();
        });
  }

  void look() {
    try {
      rest_.remove_prefix(parser_.feed(rest_));
    } catch (const Refused& refused) {
      return refuse(refused.status);
    }
    if (parser_.whole()) return handle();
    const auto* head = parser_.head();
    if (!head || asked_ || head->minor == 0 || !head->body.empty() ||
        !http::lists(head->fields, "expect", "100-continue"))
      return read();
    asked_ = true;
    text_ = "HTTP/1.1 100 Continue\r\n\r\n";
    asio::async_write(socket_, asio::buffer(text_),
                      [self = shared_from_this(), turn = turn_](
                          asio::error_code error, std::size_t) {
                        if (turn != self->turn_) return;
                        error ? self->end() : self->read();
                      });
  }

  void handle() {
    unwatch();
    request_ = parser_.take();
    asio::co_spawn(
        socket_.get_executor(), called(handler_, request_),
        [self = shared_from_this()](std::exception_ptr error,
                                    Response response) {
          if (error) {
            response = Response();
            response.status = 500;
          }
          const auto says = [&](const char* word) {
            return http::lists(self->request_.fields, "connection", word);
          };
          const bool stays = !says("close") &&
                             (self->request_.minor == 1 || says("keep-alive"));
          self->answer(response, !stays);
        });
  }

  void refuse(int status) {
    unwatch();
    request_ = Request();
    Response response;
    response.status = status;
    answer(response, true);
  }

  void answer(const Response& response, bool last) {
    std::string line = "HTTP/1.1 " + std::to_string(response.status) + " ";
    text_ = line.append(http::reason(response.status)) + "\r\n";
    auto fields = response.fields;
    const bool bare = response.status == 204 || response.status == 304;
    if (!bare)
      fields.push_back(
          {"Content-Length", std::to_string(response.body.size())});
    fields.push_back({"Date", http::date()});
    if (last || request_.minor == 0)
      fields.push_back({"Connection", last ? "close" : "keep-alive"});
    for (const auto& field : fields)
      text_ += field.name + ": " + field.value + "\r\n";
    text_ += "\r\n";
    if (!bare && request_.method != "HEAD") text_ += response.body;
    if (patience_) {
      watch(patience_->answer, [this] {
        asio::error_code ignored;
        socket_.set_option(asio::socket_base::linger(true, 0), ignored);
        end();
      });
    }
    asio::async_write(socket_, asio::buffer(text_),
                      [self = shared_from_this(), turn = turn_, last](
                          asio::error_code error, std::size_t) {
                        if (turn != self->turn_) return;
                        self->unwatch();
                        if (error) return self->end();
                        if (!last) return self->next_request();
                        self->socket_.shutdown(tcp::socket::shutdown_send,
                                               error);
                        self->watch(farewell, [it = self.get()] { it->end(); });
                        self->drop();
                      });
  }

  void drop() {
    socket_.async_read_some(asio::buffer(piece_),
                            [self = shared_from_this(), turn = turn_](
                                asio::error_code error, std::size_t) {
                              if (turn != self->turn_) return;
                              error ? self->end() : self->drop();
                            });
  }

  void end() {
    unwatch();
    asio::error_code ignored;
    socket_.close(ignored);
    if (over_) std::exchange(over_, nullptr)();
  }

  tcp::socket socket_;
  asio::steady_timer clock_;
  Handler handler_;
  std::optional<Patience> patience_;
  Step over_;
  Parser parser_;
  std::array<char, 2048> piece_;
  std::string_view rest_;  // of the piece
  std::string text_;
  Request request_;
  bool begun_ = false;
  bool asked_ = false;
  unsigned turn_ = 0;
};

asio::awaitable<void> have(tcp::socket socket, Handler handler,
                           std::optional<Patience> patience) {
  asio::steady_timer over(socket.get_executor(),
                          asio::steady_timer::time_point::max());
  bool ended = false;
  const auto session = std::make_shared<Session>(
      std::move(socket), std::move(handler), patience, [&] {
        ended = true;
        over.cancel();
      });
  session->next_request();
  while (!ended) co_await over.async_wait(asio::as_tuple(asio::use_awaitable));
}

}  // namespace

asio::awaitable<void> converse(tcp::socket socket, Handler handler) {
  co_await have(std::move(socket), std::move(handler), std::nullopt);
}

asio::awaitable<void> converse(tcp::socket socket, Handler handler,
                               Patience patience) {
  co_await have(std::move(socket), std::move(handler), patience);
}

namespace {

// Calls `done` on `home` with the content, from a clerk who has read it.
struct Errand {
  std::string path;
  std::optional<std::string> content;
  bool done = false;
};

asio::awaitable<Response> bring(std::string folder, Clerks& clerks,
                                Request request) {
  Response response;
  if (request.method != "GET" && request.method != "HEAD") {
    response.status = 405;
    response.fields.push_back({"Allow", "GET, HEAD"});
    co_return response;
  }
  const auto question = request.target.find('?');
  const auto path = http::percent_decoded(request.target.substr(0, question));
  if (!path || std::count(path->begin(), path->end(), '\0') > 0) {
    response.status = 400;
    co_return response;
  }
  auto errand = std::make_shared<Errand>();
  errand->path = *path + (path->ends_with("/") ? "index.html" : "");
  if (errand->path.find("/.") == std::string::npos) {
    const asio::any_io_executor home = co_await asio::this_coro::executor;
    const auto bell = std::make_shared<asio::steady_timer>(
        home, asio::steady_timer::time_point::max());
    const auto work =
        asio::prefer(home, asio::execution::outstanding_work_t::tracked_t());
    const auto go = [errand, bell, work, folder] {
      errand->content = http::read_file(folder + errand->path);
      asio::post(work, [errand, bell] {
        errand->done = true;
        bell->cancel();
      });
    };
    asio::post(clerks, go);
    while (!errand->done)
      co_await bell->async_wait(asio::as_tuple(asio::use_awaitable));
  }
  response.status = errand->content ? 200 : 404;
  if (errand->content) {
    response.body = *errand->content;
    response.fields.push_back(
        {"Content-Type", std::string(http::media_type(errand->path))});
  }
  co_return response;
}

}  // namespace

Handler files(std::filesystem::path folder, Clerks& clerks) {
  const auto name = folder.string();
  return [name, &clerks](Request request) {
    return bring(name, clerks, std::move(request));
  };
}

}  // namespace exo43
