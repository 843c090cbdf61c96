// Operations of its own: a talk made of handlers, and a waiting room that
// calls. The map is drawn anew with each page.
#include "crawler.hpp"

#include <algorithm>
#include <asio/any_io_executor.hpp>
#include <asio/associated_cancellation_slot.hpp>
#include <asio/async_result.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/completion_condition.hpp>
#include <asio/error.hpp>
#include <asio/executor_work_guard.hpp>
#include <asio/post.hpp>
#include <asio/read.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <deque>
#include <exception>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <system_error>
#include <utility>
#include <workbook/asio.hpp>

namespace exo44 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

}  // namespace

namespace {

using Ended = void(std::exception_ptr, Page);

// A talk with a host, as an operation of its own: each step is a handler that
// begins the next.
template <class Handler>
struct Talk : std::enable_shared_from_this<Talk<Handler>> {
  Talk(const asio::any_io_executor& executor, tcp::endpoint server, Url url,
       Milliseconds patience, Handler handler)
      : socket(executor),
        timer(executor, patience),
        server(server),
        question("GET " + url.target + " HTTP/1.0\r\nHost: " + url.host +
                 "\r\nUser-Agent: " + std::string(robot) + "\r\n\r\n"),
        handler(std::move(handler)),
        work(executor) {}

  void begin() {
    const auto self = this->shared_from_this();
    auto slot = asio::get_associated_cancellation_slot(*handler);
    if (slot.is_connected())
      slot.assign([weak = this->weak_from_this()](asio::cancellation_type) {
        if (const auto talk = weak.lock())
          talk->end(asio::error::operation_aborted);
      });
    timer.async_wait([self](asio::error_code error) {
      if (!error) self->end(asio::error::timed_out);
    });
    socket.async_connect(server, [self](asio::error_code error) {
      if (!self->handler) return;
      if (error) return self->end(error);
      self->ask();
    });
  }

  void ask() {
    const auto self = this->shared_from_this();
    asio::async_write(socket, asio::buffer(question),
                      [self](asio::error_code error, std::size_t) {
                        if (!self->handler) return;
                        if (error) return self->end(error);
                        self->read_head();
                      });
  }

  void read_head() {
    const auto self = this->shared_from_this();
    asio::async_read_until(
        socket, asio::dynamic_buffer(received, longest_head), "\r\n\r\n",
        [self](asio::error_code error, std::size_t size) {
          if (!self->handler) return;
          if (error == asio::error::eof || error == asio::error::not_found)
            return self->end(
                std::make_exception_ptr(Malformed("this is no head")));
          if (error) return self->end(error);
          try {
            self->understand(size);
          } catch (const Malformed&) {
            self->end(std::current_exception());
          }
        });
  }

  void understand(std::size_t size) {
    head = workbook::web::parse_head(received.substr(0, size));
    received.erase(0, size);
    length = workbook::web::length_of(head.fields);
    if (length && *length > most_body) throw Malformed("this is too long");
    if (length && received.size() >= *length) return end_well();
    const auto self = this->shared_from_this();
    const auto most = length ? *length : most_body + 1;
    const auto missing = most - std::min(most, received.size());
    asio::async_read(
        socket, asio::dynamic_buffer(received), asio::transfer_exactly(missing),
        [self, missing](asio::error_code error, std::size_t got) {
          if (!self->handler) return;
          if (error && error != asio::error::eof) return self->end(error);
          const bool full = got == missing;
          if (full == self->length.has_value()) return self->end_well();
          self->end(
              std::make_exception_ptr(Malformed("this has another length")));
        });
  }

  void end_well() {
    if (length) received.resize(*length);
    Page page{head.status, {}, std::move(received)};
    const auto type = workbook::http::lower_case(
        workbook::http::value_of(head.fields, "content-type"));
    const auto location = workbook::http::value_of(head.fields, "location");
    if (head.status / 100 == 2 && type.starts_with("text/html"))
      page.links = workbook::web::links_of(page.body);
    if (head.status / 100 == 3 && !location.empty()) page.links = {location};
    end(nullptr, std::move(page));
  }
  void end(asio::error_code error) {
    end(std::make_exception_ptr(std::system_error(error)));
  }
  void end(std::exception_ptr failure, Page page = {}) {
    if (!handler) return;
    asio::error_code ignored;
    socket.close(ignored);
    timer.cancel();
    auto last = std::move(*handler);
    handler.reset();
    asio::get_associated_cancellation_slot(last).clear();
    asio::post(socket.get_executor(), [last = std::move(last), failure,
                                       page = std::move(page)]() mutable {
      std::move(last)(failure, std::move(page));
    });
  }

  tcp::socket socket;
  asio::steady_timer timer;
  const tcp::endpoint server;
  const std::string question;
  std::optional<Handler> handler;  // none: it has ended
  asio::executor_work_guard<asio::any_io_executor> work;
  std::string received;
  workbook::web::Head head;
  std::optional<std::size_t> length;
};

struct BeginTalk {
  template <class Handler>
  void operator()(Handler handler, asio::any_io_executor executor,
                  tcp::endpoint server, Url url, Milliseconds patience) const {
    std::make_shared<Talk<Handler>>(executor, server, std::move(url), patience,
                                    std::move(handler))
        ->begin();
  }
};

}  // namespace

asio::awaitable<Page> get(tcp::endpoint server, Url url,
                          Milliseconds patience) {
  const auto executor = co_await asio::this_coro::executor;
  co_return co_await asio::async_initiate<const asio::use_awaitable_t<>&,
                                          Ended>(
      BeginTalk(), asio::use_awaitable, executor, server, std::move(url),
      patience);
}
namespace {

// All that is known. What follows from it, depths and what is to be fetched, is
// drawn anew whenever a page has come: slow for large maps, and simple.
struct Atlas {
  struct Known {
    bool come = false;
    bool begun = false;
    std::vector<Url> links = {};
  };

  std::vector<Url> draw() {
    changed = false;
    std::vector<Url> fresh;
    std::map<Url, std::size_t> depths{{start, 0}};
    for (std::deque todo{depths.begin()}; !todo.empty(); todo.pop_front()) {
      const auto& [url, depth] = *todo.front();
      auto place = known.find(url);
      if (place == known.end()) {
        if (known.size() == limits.pages) continue;
        place = known.emplace(url, Known()).first;
      }
      if (!std::exchange(place->second.begun, true)) fresh.push_back(url);
      map[url].depth = depth;
      if (depth == limits.depth) continue;
      for (const auto& link : place->second.links) {
        const auto [found, is_new] = depths.emplace(link, depth + 1);
        if (is_new) todo.push_back(found);
      }
    }
    return fresh;
  }

  void keep(const Url& url, const Page& page) {
    map[url].status = page.status;
    // Only what is known may be kept, or what there is a place for.
    std::vector<Url> links;
    for (const auto& link : page.links) {
      const auto to = workbook::web::resolve(url, link);
      if (to && (known.contains(*to) || known.size() < limits.pages))
        links.push_back(*to);
    }
    known[url].links = std::move(links);
    changed = true;
  }

  const Url start;
  const Limits limits;
  bool changed = true;  // since it was drawn
  std::map<Url, Known> known = {};
  Map map = {};
};

struct Robots_at_work {
  std::map<Url, asio::cancellation_signal> stops = {};
  std::set<Url> under_way = {};
};

struct Journey {
  Journey(const asio::any_io_executor& executor, Fetch fetch, Atlas atlas)
      : fetch(std::move(fetch)),
        atlas(std::move(atlas)),
        bell(executor, asio::steady_timer::time_point::max()) {}
  const Fetch fetch;
  Atlas atlas;
  Robots_at_work robots;
  asio::steady_timer bell;
};

asio::awaitable<void> go(std::shared_ptr<Journey> journey, Url url) {
  std::exception_ptr failure;
  Page page;
  try {
    page = co_await journey->fetch(url);
  } catch (...) {
    failure = std::current_exception();
  }
  if (failure)
    journey->atlas.map[url].failure = failure;
  else
    journey->atlas.keep(url, page);
}

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  const auto executor = co_await asio::this_coro::executor;
  const auto journey = std::make_shared<Journey>(
      executor, std::move(fetch), Atlas{std::move(start), limits});
  auto& under_way = journey->robots.under_way;
  for (;;) {
    // A page may come as soon as it is asked for.
    while (journey->atlas.changed)
      for (const auto& url : journey->atlas.draw()) {
        under_way.insert(url);
        asio::co_spawn(executor, go(journey, url),
                       asio::bind_cancellation_slot(
                           journey->robots.stops[url].slot(),
                           [journey, url](const std::exception_ptr&) {
                             journey->robots.under_way.erase(url);
                             journey->bell.cancel();
                           }));
      }
    if (under_way.empty()) co_return std::move(journey->atlas.map);
    co_await journey->bell.async_wait(as_result);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) break;
  }
  co_await asio::this_coro::reset_cancellation_state();
  for (const auto& url : std::set(under_way))
    journey->robots.stops[url].emit(asio::cancellation_type::terminal);
  while (!under_way.empty()) {
    co_await journey->bell.async_wait(as_result);
    co_await asio::this_coro::reset_cancellation_state();
  }
  throw std::system_error(asio::error::operation_aborted);
}
namespace {

using Clock = asio::steady_timer::clock_type;

struct Host {
  std::size_t under_way = 0;
  bool called = false;  // somebody is called, and has not begun yet
  Clock::time_point next = Clock::time_point::min();
};

// A waiting room as an operation of its own: async_turn ends when it is one's
// turn, and the place is taken then.
struct Room : std::enable_shared_from_this<Room> {
  using Handler = std::function<void(asio::error_code)>;
  struct Waiting {
    Host* host;
    Handler handler;
  };

  Room(const asio::any_io_executor& executor, Manners manners)
      : executor(executor), manners(manners), alarm(executor) {}

  void look() {
    const auto now = Clock::now();
    auto soon = Clock::time_point::max();
    std::set<Host*> behind;  // nobody overtakes at one host
    for (auto it = waiting.begin();
         it != waiting.end() && under_way < manners.in_flight;) {
      auto& host = *it->host;
      const bool free = !host.called && host.under_way < manners.per_host;
      if (!behind.contains(&host) && free && host.next <= now) {
        host.called = true;
        ++host.under_way;
        ++under_way;
        asio::post(executor, [handler = std::move(it->handler)] {
          handler(asio::error_code());
        });
        it = waiting.erase(it);
        continue;
      }
      if (free && host.next > now) soon = std::min(soon, host.next);
      behind.insert(&host);
      ++it;
    }
    // One timer for all. Nobody waits for it when nobody waits here.
    if (soon == Clock::time_point::max() || waiting.empty()) {
      alarm.cancel();
      return;
    }
    alarm.expires_at(soon);
    alarm.async_wait([weak = weak_from_this()](asio::error_code error) {
      const auto room = weak.lock();
      if (!error && room) room->look();
    });
  }

  template <class Token>
  auto async_turn(Host& host, Token&& token) {
    return asio::async_initiate<Token, void(asio::error_code)>(
        Enter(), token, shared_from_this(), &host);
  }

  struct Enter {
    template <class H>
    void operator()(H handler, std::shared_ptr<Room> room, Host* host) const {
      auto slot = asio::get_associated_cancellation_slot(handler);
      const auto kept = std::make_shared<H>(std::move(handler));
      const auto place = room->waiting.insert(
          room->waiting.end(),
          {host, [kept](asio::error_code error) {
             asio::get_associated_cancellation_slot(*kept).clear();
             std::move (*kept)(error);
           }});
      if (slot.is_connected())
        slot.assign([room, place, raw = kept.get()](asio::cancellation_type) {
          for (auto it = room->waiting.begin(); it != room->waiting.end(); ++it)
            if (it == place) {
              asio::post(room->executor, [handler = std::move(it->handler)] {
                handler(asio::error::operation_aborted);
              });
              room->waiting.erase(it);
              room->look();
              return;
            }
        });
      room->look();
    }
  };

  const asio::any_io_executor executor;
  const Manners manners;
  std::map<std::string, Host> hosts;
  std::list<Waiting> waiting;
  std::size_t under_way = 0;
  asio::steady_timer alarm;
};

struct Robot {
  Fetch fetch;
  Manners manners;
  std::shared_ptr<Room> room = nullptr;
};

asio::awaitable<Page> fetch_in_turn(std::shared_ptr<Robot> robot, Url url) {
  const auto executor = co_await asio::this_coro::executor;
  if (!robot->room)
    robot->room = std::make_shared<Room>(executor, robot->manners);
  const auto room = robot->room;
  auto& host = room->hosts[url.host];
  const auto [error] = co_await room->async_turn(host, as_result);
  if (error) throw std::system_error(error);
  struct Place {
    Room& room;
    Host& host;
    ~Place() {
      --room.under_way;
      --host.under_way;
      host.called &= begun;
      room.look();
    }
    bool begun = false;
  };
  Place place{*room, host};
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw std::system_error(asio::error::operation_aborted);
  place.begun = true;
  host.called = false;
  host.next = Clock::now() + room->manners.delay;
  room->look();
  co_return co_await robot->fetch(std::move(url));
}

}  // namespace

Fetch politely(Fetch fetch, Manners manners) {
  const auto robot = std::make_shared<Robot>(Robot{std::move(fetch), manners});
  return [robot](Url url) { return fetch_in_turn(robot, std::move(url)); };
}

namespace {

struct Sign {
  explicit Sign(const asio::any_io_executor& executor)
      : bell(executor, asio::steady_timer::time_point::max()) {}
  std::optional<workbook::web::Robots> rules;
  bool asked = false;
  asio::steady_timer bell;
};

struct Signs {
  explicit Signs(Fetch fetch) : fetch(std::move(fetch)) {}
  const Fetch fetch;
  std::map<std::string, Sign> of;
};

asio::awaitable<void> read_sign(const Fetch& fetch, Url url, Sign& sign) {
  sign.asked = true;
  Page page;
  page.status = 0;
  std::exception_ptr failure;
  try {
    page = co_await fetch(std::move(url));
  } catch (...) {
    failure = std::current_exception();
  }
  sign.asked = false;
  sign.bell.cancel();
  const auto state = co_await asio::this_coro::cancellation_state;
  if (failure && state.cancelled() != asio::cancellation_type::none)
    std::rethrow_exception(failure);
  std::string text = "User-agent: *\nDisallow: /";
  if (page.status >= 200 && page.status < 300) text = page.body;
  if (page.status >= 300 && page.status < 500) text.clear();
  sign.rules = workbook::web::Robots(text, robot);
}

asio::awaitable<Page> fetch_if_allowed(std::shared_ptr<Signs> signs, Url url) {
  const auto executor = co_await asio::this_coro::executor;
  auto& sign = signs->of.try_emplace(url.host, executor).first->second;
  const Url robots_txt{url.host, "/robots.txt"};
  while (!sign.rules) {
    if (!sign.asked) {
      co_await read_sign(signs->fetch, robots_txt, sign);
      continue;
    }
    co_await sign.bell.async_wait(as_result);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw std::system_error(asio::error::operation_aborted);
  }
  if (!sign.rules->allows(url.target)) throw Forbidden();
  co_return co_await signs->fetch(std::move(url));
}

}  // namespace

Fetch obediently(Fetch fetch) {
  const auto signs = std::make_shared<Signs>(std::move(fetch));
  return [signs](Url url) { return fetch_if_allowed(signs, std::move(url)); };
}

}  // namespace exo44
