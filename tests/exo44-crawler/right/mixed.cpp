// A talk that runs apart, a loop over new pages, a waiting room with one timer
// for all, robots.txt read apart.
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

asio::awaitable<Page> talk(tcp::endpoint server, Url url) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(server, asio::use_awaitable);
  const auto request = "GET " + url.target + " HTTP/1.0\r\nHost: " + url.host +
                       "\r\nUser-Agent: relay\r\n\r\n";
  co_await asio::async_write(socket, asio::buffer(request),
                             asio::use_awaitable);
  std::string received;
  const auto [error, size] = co_await asio::async_read_until(
      socket, asio::dynamic_buffer(received, longest_head), "\r\n\r\n",
      as_result);
  if (error && error != asio::error::eof && error != asio::error::not_found)
    throw std::system_error(error);
  if (error) throw Malformed("this answer has no head");
  const auto head = workbook::web::parse_head(received.substr(0, size));
  received.erase(0, size);
  const auto length = workbook::web::length_of(head.fields);
  if (length && *length > most_body) throw Malformed("this body is too long");
  const auto most = length ? *length : most_body + 1;
  if (received.size() < most) {
    const auto [failure, count] = co_await asio::async_read(
        socket, asio::dynamic_buffer(received),
        asio::transfer_exactly(most - received.size()), as_result);
    if (failure && failure != asio::error::eof)
      throw std::system_error(failure);
  }
  if (length && received.size() < *length)
    throw Malformed("this body was cut off");
  if (!length && received.size() == most)
    throw Malformed("this body is too long");
  if (length) received.resize(*length);
  Page page{head.status, {}, std::move(received)};
  const auto type = workbook::http::lower_case(
      workbook::http::value_of(head.fields, "content-type"));
  const auto location = workbook::http::value_of(head.fields, "location");
  if (head.status / 100 == 2 && type.starts_with("text/html"))
    page.links = workbook::web::links_of(page.body);
  if (head.status >= 300 && head.status < 400 && !location.empty())
    page.links.push_back(location);
  co_return page;
}

}  // namespace

asio::awaitable<Page> get(tcp::endpoint server, Url url,
                          Milliseconds patience) {
  const auto executor = co_await asio::this_coro::executor;
  // The talk runs apart. Whoever is first, its end or the timer, wakes us.
  struct Result {
    std::exception_ptr failure;
    Page page;
    bool over = false;
    asio::cancellation_signal stop;
  };
  const auto result = std::make_shared<Result>();
  const auto bell = std::make_shared<asio::steady_timer>(executor, patience);
  asio::co_spawn(executor, talk(server, std::move(url)),
                 asio::bind_cancellation_slot(
                     result->stop.slot(),
                     [result, bell](std::exception_ptr failure, Page page) {
                       result->failure = failure;
                       result->page = std::move(page);
                       result->over = true;
                       bell->cancel();
                     }));
  const auto until = bell->expiry();
  bool late = false;
  if (!result->over) co_await bell->async_wait(as_result);
  const auto state = co_await asio::this_coro::cancellation_state;
  const bool told = state.cancelled() != asio::cancellation_type::none;
  if (!result->over) {
    late = !told && asio::steady_timer::clock_type::now() >= until;
    if (told) co_await asio::this_coro::throw_if_cancelled(false);
    bell->expires_at(asio::steady_timer::time_point::max());
    result->stop.emit(asio::cancellation_type::terminal);
    while (!result->over) co_await bell->async_wait(as_result);
    if (told) co_await asio::this_coro::throw_if_cancelled(true);
  }
  if (told) throw std::system_error(asio::error::operation_aborted);
  if (late) throw std::system_error(asio::error::timed_out);
  if (result->failure) std::rethrow_exception(result->failure);
  co_return std::move(result->page);
}

namespace {

struct Crawl {
  Crawl(const asio::any_io_executor& executor, Fetch fetch, Limits limits)
      : fetch(std::move(fetch)),
        limits(limits),
        bell(executor, asio::steady_timer::time_point::max()) {}

  void found(const Url& url, std::size_t depth) {
    const auto known = map.find(url);
    if (known == map.end()) {
      if (map.size() == limits.pages) return;
      map[url].depth = depth;
      fresh.push_back(url);
    } else if (depth < known->second.depth) {
      known->second.depth = depth;
      if (depth < limits.depth)
        for (const auto& link : links[url]) found(link, depth + 1);
    }
  }

  void arrived(const Url& url, const Page& page) {
    auto& visit = map[url];
    visit.status = page.status;
    for (const auto& link : page.links) {
      const auto to = workbook::web::resolve(url, link);
      if (!to || (!map.contains(*to) && map.size() == limits.pages)) continue;
      if (visit.depth < limits.depth) found(*to, visit.depth + 1);
      links[url].push_back(*to);
    }
  }

  const Fetch fetch;
  const Limits limits;
  Map map;
  std::map<Url, std::vector<Url>> links;
  std::deque<Url> fresh;
  std::list<std::shared_ptr<asio::cancellation_signal>> under_way;
  asio::steady_timer bell;
};

asio::awaitable<void> visit(std::shared_ptr<Crawl> crawl, Url url) {
  try {
    const auto page = co_await crawl->fetch(url);
    crawl->arrived(url, page);
  } catch (...) {
    crawl->map[url].failure = std::current_exception();
  }
}

void begin(const asio::any_io_executor& executor,
           const std::shared_ptr<Crawl>& crawl, Url url) {
  const auto stop = std::make_shared<asio::cancellation_signal>();
  const auto place = crawl->under_way.insert(crawl->under_way.end(), stop);
  asio::co_spawn(
      executor, visit(crawl, std::move(url)),
      asio::bind_cancellation_slot(
          stop->slot(), [crawl, stop, place](const std::exception_ptr&) {
            crawl->under_way.erase(place);
            crawl->bell.cancel();
          }));
}

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  const auto executor = co_await asio::this_coro::executor;
  const auto crawl =
      std::make_shared<Crawl>(executor, std::move(fetch), limits);
  crawl->found(std::move(start), 0);
  bool stopping = false;
  for (;;) {
    for (; !stopping && !crawl->fresh.empty(); crawl->fresh.pop_front())
      begin(executor, crawl, crawl->fresh.front());
    if (crawl->under_way.empty()) break;
    co_await crawl->bell.async_wait(as_result);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() == asio::cancellation_type::none) continue;
    co_await asio::this_coro::reset_cancellation_state();
    stopping = true;
    const auto all = crawl->under_way;
    for (const auto& stop : all) stop->emit(asio::cancellation_type::terminal);
  }
  if (stopping) throw std::system_error(asio::error::operation_aborted);
  co_return std::move(crawl->map);
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

// robots.txt is read apart from those who wait for it; when the last of them
// has gone, it is read for nobody, and told to stop.
struct Sign {
  explicit Sign(const asio::any_io_executor& executor)
      : bell(executor, asio::steady_timer::time_point::max()) {}
  std::optional<workbook::web::Robots> rules;
  std::shared_ptr<asio::cancellation_signal> reading;
  std::size_t waiting = 0;
  asio::steady_timer bell;
};

struct Signs {
  explicit Signs(Fetch fetch) : fetch(std::move(fetch)) {}
  const Fetch fetch;
  std::map<std::string, Sign> of;
};

workbook::web::Robots rules_of(int status, const std::string& text) {
  if (status >= 300 && status < 500) return {"", robot};
  if (status < 200 || status >= 500)
    return {"User-agent: *\nDisallow: /", robot};
  return {text, robot};
}

asio::awaitable<void> read(std::shared_ptr<Signs> signs, Sign& sign, Url url) {
  Page page;
  page.status = 0;
  try {
    page = co_await signs->fetch(std::move(url));
  } catch (...) {
  }
  const auto state = co_await asio::this_coro::cancellation_state;
  if (page.status != 0 || state.cancelled() == asio::cancellation_type::none)
    sign.rules = rules_of(page.status, page.body);
}

void begin(const asio::any_io_executor& executor, std::shared_ptr<Signs> signs,
           Sign& sign, const std::string& host) {
  const auto stop = std::make_shared<asio::cancellation_signal>();
  sign.reading = stop;
  asio::co_spawn(executor, read(signs, sign, {host, "/robots.txt"}),
                 asio::bind_cancellation_slot(
                     stop->slot(), [signs, &sign, stop](std::exception_ptr) {
                       sign.reading = nullptr;
                       sign.bell.cancel();
                     }));
}

asio::awaitable<void> learn(const asio::any_io_executor& executor,
                            std::shared_ptr<Signs> signs, Sign& sign,
                            const std::string& host) {
  struct Count {
    explicit Count(Sign& sign) : sign(sign) { ++sign.waiting; }
    ~Count() {
      const auto reading = sign.reading;
      if (--sign.waiting == 0 && reading)
        reading->emit(asio::cancellation_type::terminal);
    }
    Sign& sign;
  };
  const Count count(sign);
  while (!sign.rules) {
    if (!sign.reading) begin(executor, signs, sign, host);
    if (sign.rules) break;
    co_await sign.bell.async_wait(as_result);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw std::system_error(asio::error::operation_aborted);
  }
}

asio::awaitable<Page> fetch_if_allowed(std::shared_ptr<Signs> signs, Url url) {
  const auto executor = co_await asio::this_coro::executor;
  auto& sign = signs->of.try_emplace(url.host, executor).first->second;
  co_await learn(executor, signs, sign, url.host);
  if (!sign.rules->allows(url.target)) throw Forbidden();
  co_return co_await signs->fetch(std::move(url));
}

}  // namespace

Fetch obediently(Fetch fetch) {
  const auto signs = std::make_shared<Signs>(std::move(fetch));
  return [signs](Url url) { return fetch_if_allowed(signs, std::move(url)); };
}

}  // namespace exo44
