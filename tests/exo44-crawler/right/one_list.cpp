// One list of all who wait for a turn, and everybody looks when it rings; a
// timer that closes the socket.
#include "crawler.hpp"

#include <algorithm>
#include <asio/any_io_executor.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/completion_condition.hpp>
#include <asio/error.hpp>
#include <asio/read.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <deque>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <workbook/asio.hpp>

namespace exo44 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

}  // namespace

namespace {

asio::awaitable<Page> talk(std::shared_ptr<tcp::socket> shared,
                           tcp::endpoint server, Url url) {
  auto& socket = *shared;
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
  const auto socket = std::make_shared<tcp::socket>(executor);
  asio::steady_timer timer(executor, patience);
  // The handler may run when we are gone: it holds no socket, only a hint.
  const auto late = std::make_shared<bool>(false);
  timer.async_wait(
      [late, weak = std::weak_ptr(socket)](asio::error_code error) {
        const auto socket = weak.lock();
        if (error || !socket) return;
        *late = true;
        socket->close();
      });
  try {
    co_return co_await talk(socket, server, std::move(url));
  } catch (const std::system_error&) {
    if (!*late) throw;
  }
  throw std::system_error(asio::error::timed_out);
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
  Clock::time_point next = Clock::time_point::min();
};

struct Turn {
  Turn(const asio::any_io_executor& executor, Host& host)
      : host(host), bell(executor, Clock::time_point::max()) {}
  Host& host;
  asio::steady_timer bell;
};

struct Doors {
  Fetch fetch;
  Manners manners;
  std::map<std::string, Host> hosts = {};
  std::list<Turn> waiting = {};
  std::size_t under_way = 0;

  void ring() {
    for (auto& turn : waiting) turn.bell.cancel();
  }
  // Whether it is the turn of this one: the first of those who may go.
  bool first(const Turn& one) {
    for (auto& turn : waiting) {
      const bool free = under_way < manners.in_flight &&
                        turn.host.under_way < manners.per_host &&
                        turn.host.next <= Clock::now();
      if (&turn == &one) return free;
      if (&turn.host == &one.host || free) return false;
    }
    return false;
  }
};

// A place in the queue, and then one at the host.
struct Stay {
  Stay(Doors& doors, Host& host, const asio::any_io_executor& executor)
      : doors(doors),
        host(host),
        turn(doors.waiting.emplace(doors.waiting.end(), executor, host)) {}
  ~Stay() {
    if (turn == doors.waiting.end()) {
      --doors.under_way;
      --host.under_way;
    } else {
      doors.waiting.erase(turn);
    }
    doors.ring();
  }
  void begin() {
    doors.waiting.erase(std::exchange(turn, doors.waiting.end()));
    ++doors.under_way;
    ++host.under_way;
    host.next = Clock::now() + doors.manners.delay;
    doors.ring();
  }

  Doors& doors;
  Host& host;
  std::list<Turn>::iterator turn;
};

asio::awaitable<Page> fetch_in_turn(std::shared_ptr<Doors> doors, Url url) {
  const auto executor = co_await asio::this_coro::executor;
  auto& host = doors->hosts[url.host];
  Stay stay(*doors, host, executor);
  while (!doors->first(*stay.turn)) {
    stay.turn->bell.expires_at(
        host.next > Clock::now() ? host.next : Clock::time_point::max());
    co_await stay.turn->bell.async_wait(as_result);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw std::system_error(asio::error::operation_aborted);
  }
  stay.begin();
  co_return co_await doors->fetch(std::move(url));
}

}  // namespace

Fetch politely(Fetch fetch, Manners manners) {
  const auto doors = std::make_shared<Doors>(Doors{std::move(fetch), manners});
  return [doors](Url url) { return fetch_in_turn(doors, std::move(url)); };
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
