#include "crawler.hpp"

#include <asio/any_io_executor.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/completion_condition.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/read.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <cstdint>
#include <deque>
#include <list>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>
#include <workbook/asio.hpp>

namespace exo44 {

namespace web = workbook::web;

namespace {

using Clock = asio::steady_timer::clock_type;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr auto never = Clock::time_point::max();

bool cancelled(const asio::cancellation_state& state) {
  return state.cancelled() != asio::cancellation_type::none;
}

// Waits until somebody rings, by cancelling the timer, or until it expires;
// throws if we are told to stop.
asio::awaitable<void> ring(asio::steady_timer& bell) {
  co_await bell.async_wait(as_result);
  const auto state = co_await asio::this_coro::cancellation_state;
  if (cancelled(state)) throw std::system_error(asio::error::operation_aborted);
}

// Reads on until so many bytes are there, and says whether they are. An end
// that comes before them is no error here.
asio::awaitable<bool> read_up_to(tcp::socket& socket, std::string& received,
                                 std::size_t size) {
  if (received.size() >= size) co_return true;
  const auto missing = size - received.size();
  const auto [error, count] =
      co_await asio::async_read(socket, asio::dynamic_buffer(received),
                                asio::transfer_exactly(missing), as_result);
  if (error && error != asio::error::eof) throw std::system_error(error);
  co_return count == missing;
}

std::vector<std::string> links_in(const web::Head& head,
                                  const std::string& body) {
  const auto type = workbook::http::lower_case(
      workbook::http::value_of(head.fields, "content-type"));
  if (head.status / 100 == 2 && type.starts_with("text/html"))
    return web::links_of(body);
  const auto location = workbook::http::value_of(head.fields, "location");
  if (head.status / 100 != 3 || location.empty()) return {};
  return {location};
}

asio::awaitable<Page> talk(tcp::endpoint server, Url url) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(server, asio::use_awaitable);
  const auto request = "GET " + url.target + " HTTP/1.0\r\nHost: " + url.host +
                       "\r\nUser-Agent: " + std::string(robot) + "\r\n\r\n";
  co_await asio::async_write(socket, asio::buffer(request),
                             asio::use_awaitable);
  std::string received;
  const auto [error, size] = co_await asio::async_read_until(
      socket, asio::dynamic_buffer(received, longest_head), "\r\n\r\n",
      as_result);
  if (error == asio::error::eof || error == asio::error::not_found)
    throw Malformed("this answer has no head");
  if (error) throw std::system_error(error);
  const auto head = web::parse_head(std::string_view(received).substr(0, size));
  // What was read behind the head is the beginning of the body.
  received.erase(0, size);
  const auto length = web::length_of(head.fields);
  if (length && *length > most_body) throw Malformed("this body is too long");
  if (!length) {
    // One byte more than there may be: only then is it sure.
    if (co_await read_up_to(socket, received, most_body + 1))
      throw Malformed("this body is too long");
  } else {
    if (!co_await read_up_to(socket, received, *length))
      throw Malformed("this body was cut off");
    received.resize(*length);
  }
  co_return Page{head.status, links_in(head, received), std::move(received)};
}

// `||` waits for the first one that succeeds: so what is to take part in a race
// and may fail must bring its failure as a value.
struct Talk {
  std::optional<Page> page;
  std::exception_ptr failure;
};

asio::awaitable<Talk> try_to_talk(tcp::endpoint server, Url url) {
  Talk result;
  try {
    result.page = co_await talk(server, std::move(url));
  } catch (...) {
    result.failure = std::current_exception();
  }
  co_return result;
}

}  // namespace

asio::awaitable<Page> get(tcp::endpoint server, Url url,
                          Milliseconds patience) {
  using namespace asio::experimental::awaitable_operators;
  asio::steady_timer timer(co_await asio::this_coro::executor, patience);
  auto first = co_await (try_to_talk(server, std::move(url)) ||
                         timer.async_wait(as_result));
  const auto state = co_await asio::this_coro::cancellation_state;
  if (cancelled(state)) throw std::system_error(asio::error::operation_aborted);
  if (first.index() == 1) throw std::system_error(asio::error::timed_out);
  auto& result = std::get<0>(first);
  if (result.failure) std::rethrow_exception(result.failure);
  co_return std::move(*result.page);
}

namespace {

// A crawl. Its coroutines share it, so that none of them can outlive it.
struct Crawl {
  Crawl(const asio::any_io_executor& executor, Fetch fetch, Limits limits)
      : fetch(std::move(fetch)), limits(limits), bell(executor, never) {}

  // A page is known from the moment when it is found: so it is fetched once,
  // though many more links may lead there until it has come.
  void found(Url url, std::size_t depth) {
    std::deque<std::pair<Url, std::size_t>> news;
    news.emplace_back(std::move(url), depth);
    // A shorter way to a page is a shorter way to all behind it. A loop, since
    // a way may be longer than the stack is deep.
    for (; !news.empty(); news.pop_front()) {
      auto& [page, length] = news.front();
      const auto known = map.find(page);
      if (known == map.end()) {
        if (map.size() == limits.pages) continue;
        map[page].depth = length;
        fresh.push_back(page);
      } else if (length < known->second.depth) {
        known->second.depth = length;
        for (const auto& link : links[page])
          news.emplace_back(link, length + 1);
      }
    }
  }

  void arrived(const Url& url, const Page& page) {
    auto& visit = map[url];
    visit.status = page.status;
    // What leads too far leads there only as long as no shorter way is found:
    // so the links of a page are kept. Once there are no places left, only
    // those to pages that are known.
    auto& kept = links[url];
    for (const auto& link : page.links) {
      auto to = web::resolve(url, link);
      if (!to || (!map.contains(*to) && map.size() == limits.pages)) continue;
      if (visit.depth < limits.depth) found(*to, visit.depth + 1);
      kept.push_back(std::move(*to));
    }
  }

  const Fetch fetch;
  const Limits limits;
  Map map;
  std::map<Url, std::vector<Url>> links;
  std::deque<Url> fresh;  // found, and not begun
  std::list<std::shared_ptr<asio::cancellation_signal>> under_way;
  asio::steady_timer bell;  // rings when a visit is over
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
    // A coroutine for each page that is found: there are no more than
    // limits.pages of them, and most wait in politely(). For millions of pages
    // take a queue, and as many coroutines as may be in flight.
    for (; !stopping && !crawl->fresh.empty(); crawl->fresh.pop_front())
      begin(executor, crawl, crawl->fresh.front());
    // An empty queue alone is not the end: who is under way may bring links.
    if (crawl->under_way.empty()) break;
    co_await crawl->bell.async_wait(as_result);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (!cancelled(state)) continue;
    // A co_await in a cancelled coroutine throws at once, and would leave the
    // visits behind. So: pass it on, and be ready to wait for them.
    co_await asio::this_coro::reset_cancellation_state();
    stopping = true;
    const auto all = crawl->under_way;
    for (const auto& stop : all) stop->emit(asio::cancellation_type::terminal);
  }
  if (stopping) throw std::system_error(asio::error::operation_aborted);
  co_return std::move(crawl->map);
}

namespace {

class Turn;

struct Host {
  std::list<Turn*> waiting;  // in the order of coming
  std::size_t under_way = 0;
  Clock::time_point next = Clock::time_point::min();  // nobody before that
};

// The doors of all hosts. A host that was seen once is remembered, since there
// may be a delay to keep.
struct Doors {
  Doors(Fetch fetch, Manners manners)
      : fetch(std::move(fetch)), manners(manners) {}

  // Calls those who may go now. Who asked first goes first, among those who are
  // first at their host: so nobody waits behind somebody who may not go.
  void open();

  const Fetch fetch;
  const Manners manners;
  std::map<std::string, Host> hosts;
  std::size_t under_way = 0;
  std::uint64_t asked = 0;
};

// A turn at a host, until it goes out of scope. Whoever leaves, served or
// cancelled, opens for others: so no place and no call is lost.
class Turn {
 public:
  Turn(Doors& doors, Host& host, const asio::any_io_executor& executor)
      : doors_(doors),
        host_(host),
        number_(++doors.asked),
        place_(host.waiting.insert(host.waiting.end(), this)),
        bell_(executor, never) {}
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() {
    if (called_) {
      --doors_.under_way;
      --host_.under_way;
      // Told to stop between the call and the fetch: it was never here.
      if (!begun_) host_.next = before_;
    } else {
      host_.waiting.erase(place_);
    }
    ring_the_first();
    doors_.open();
  }

  bool called() const { return called_; }
  std::uint64_t number() const { return number_; }

  void call() {
    host_.waiting.erase(place_);
    called_ = true;
    ++doors_.under_way;
    ++host_.under_way;
    // The delay counts from the beginning, which is not yet: nobody else is
    // called here before that.
    before_ = std::exchange(host_.next, never);
    bell_.cancel();
  }

  void begin() {
    begun_ = true;
    host_.next = Clock::now() + doors_.manners.delay;
    ring_the_first();
  }

  // Waits for a call; who is first at the host, also for the end of the delay.
  // One timer for each host is set, not one for each who waits.
  asio::awaitable<void> wait() {
    const bool first = host_.waiting.front() == this;
    bell_.expires_at(first && host_.next > Clock::now() ? host_.next : never);
    co_await ring(bell_);
    doors_.open();
  }

 private:
  void ring_the_first() {
    if (!host_.waiting.empty()) host_.waiting.front()->bell_.cancel();
  }

  Doors& doors_;
  Host& host_;
  const std::uint64_t number_;
  const std::list<Turn*>::iterator place_;
  asio::steady_timer bell_;
  bool called_ = false;
  bool begun_ = false;
  Clock::time_point before_;
};

void Doors::open() {
  const auto now = Clock::now();
  while (under_way < manners.in_flight) {
    Turn* next = nullptr;
    for (const auto& [name, host] : hosts) {
      if (host.waiting.empty() || host.under_way == manners.per_host ||
          host.next > now)
        continue;
      const auto first = host.waiting.front();
      if (!next || first->number() < next->number()) next = first;
    }
    if (!next) return;
    next->call();
  }
}

asio::awaitable<Page> fetch_in_turn(std::shared_ptr<Doors> doors, Url url) {
  const auto executor = co_await asio::this_coro::executor;
  Turn turn(*doors, doors->hosts[url.host], executor);
  doors->open();
  while (!turn.called()) co_await turn.wait();
  turn.begin();
  co_return co_await doors->fetch(std::move(url));
}

}  // namespace

Fetch politely(Fetch fetch, Manners manners) {
  // The lambda is no coroutine, and must not be: what it captures would be gone
  // with it, while the coroutine goes on. It hands all over to one that owns
  // what it needs.
  return [doors = std::make_shared<Doors>(std::move(fetch), manners)](Url url) {
    return fetch_in_turn(doors, std::move(url));
  };
}

namespace {

// What is known of the robots.txt of a host.
struct Sign {
  explicit Sign(const asio::any_io_executor& executor)
      : bell(executor, never) {}
  std::optional<web::Robots> rules;
  bool asked = false;       // somebody is on the way to read it
  asio::steady_timer bell;  // rings when he is back
};

struct Signs {
  explicit Signs(Fetch fetch) : fetch(std::move(fetch)) {}
  const Fetch fetch;
  std::map<std::string, Sign> of;
};

web::Robots rules_of(const Page& page) {
  if (page.status >= 200 && page.status < 300)
    return web::Robots(page.body, robot);
  // A host without a sign has nothing to forbid. One that is ill may have.
  if (page.status >= 300 && page.status < 500) return web::Robots("", robot);
  return web::Robots("User-agent: *\nDisallow: /", robot);
}

asio::awaitable<void> read_sign(const Fetch& fetch, Url url, Sign& sign) {
  struct Errand {
    Sign& sign;
    ~Errand() {
      sign.asked = false;
      sign.bell.cancel();
    }
  };
  sign.asked = true;
  const Errand errand{sign};
  Page page;
  page.status = 0;
  std::exception_ptr failure;
  try {
    page = co_await fetch(std::move(url));
  } catch (...) {
    failure = std::current_exception();
  }
  // A failure because we were told to stop says nothing of the host: the next
  // one who waits will go. The error does not say which it was, for a host may
  // abort a connection, too.
  const auto state = co_await asio::this_coro::cancellation_state;
  if (!failure || !cancelled(state)) sign.rules = rules_of(page);
  if (cancelled(state)) throw std::system_error(asio::error::operation_aborted);
}

asio::awaitable<Page> fetch_if_allowed(std::shared_ptr<Signs> signs, Url url) {
  const auto executor = co_await asio::this_coro::executor;
  auto& sign = signs->of.try_emplace(url.host, executor).first->second;
  const Url robots_txt{url.host, "/robots.txt"};
  while (!sign.rules) {
    if (sign.asked)
      co_await ring(sign.bell);
    else
      co_await read_sign(signs->fetch, robots_txt, sign);
  }
  if (!sign.rules->allows(url.target)) throw Forbidden();
  co_return co_await signs->fetch(std::move(url));
}

}  // namespace

Fetch obediently(Fetch fetch) {
  return [signs = std::make_shared<Signs>(std::move(fetch))](Url url) {
    return fetch_if_allowed(signs, std::move(url));
  };
}

}  // namespace exo44
