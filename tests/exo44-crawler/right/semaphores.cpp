// Semaphores: a door, the places of a host, the places in all. Pages begin each
// other; robots.txt is read apart.
#include "crawler.hpp"

#include <asio/any_io_executor.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/completion_condition.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <asio/read.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <deque>
#include <exception>
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

// Whoever finds a page begins it: there is no loop, only a count of those who
// are under way, and the last of them rings.
struct Crawl : std::enable_shared_from_this<Crawl> {
  Crawl(const asio::any_io_executor& executor, Fetch fetch, Limits limits)
      : executor(executor),
        fetch(std::move(fetch)),
        limits(limits),
        bell(executor, asio::steady_timer::time_point::max()) {}

  struct Known {
    std::size_t depth = 0;
    std::vector<Url> links = {};
    asio::cancellation_signal stop = {};
    bool over = false;
  };

  void find(const Url& url, std::size_t depth) {
    if (stopping || depth > limits.depth) return;
    const auto place = known.find(url);
    if (place == known.end()) {
      if (known.size() == limits.pages) return;
      auto& page = known[url];
      page.depth = depth;
      map[url];
      ++under_way;
      // Posted, so that a row of quick pages does not fill the stack.
      asio::post(executor, [self = shared_from_this(), url] {
        asio::co_spawn(self->executor, visit(self, url),
                       asio::bind_cancellation_slot(
                           self->known[url].stop.slot(),
                           [self, url](const std::exception_ptr&) {
                             self->known[url].over = true;
                             if (--self->under_way == 0) self->bell.cancel();
                           }));
        if (self->stopping) self->stop(self->known[url]);
      });
    } else if (depth < place->second.depth) {
      place->second.depth = depth;
      nearer.emplace_back(url, depth);
    }
  }

  static void stop(Known& page) {
    if (!page.over) page.stop.emit(asio::cancellation_type::terminal);
  }

  static asio::awaitable<void> visit(std::shared_ptr<Crawl> self, Url url) {
    if (self->stopping) co_return;
    Page page;
    try {
      page = co_await self->fetch(url);
      self->map[url].status = page.status;
    } catch (...) {
      self->map[url].failure = std::current_exception();
    }
    auto& known = self->known[url];
    for (const auto& link : page.links) {
      const auto to = workbook::web::resolve(url, link);
      if (!to) continue;
      self->find(*to, known.depth + 1);
      if (self->known.contains(*to) || self->known.size() < self->limits.pages)
        known.links.push_back(*to);
    }
    while (!self->nearer.empty()) {
      const auto [nearer, depth] = self->nearer.front();
      self->nearer.pop_front();
      for (const auto& link : self->known[nearer].links)
        self->find(link, depth + 1);
    }
  }

  const asio::any_io_executor executor;
  const Fetch fetch;
  const Limits limits;
  std::map<Url, Known> known;
  std::deque<std::pair<Url, std::size_t>> nearer;
  Map map;
  std::size_t under_way = 0;
  bool stopping = false;
  asio::steady_timer bell;
};

}  // namespace

asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  const auto executor = co_await asio::this_coro::executor;
  const auto crawl =
      std::make_shared<Crawl>(executor, std::move(fetch), limits);
  crawl->find(start, 0);
  while (crawl->under_way > 0) {
    co_await crawl->bell.async_wait(as_result);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() == asio::cancellation_type::none) continue;
    co_await asio::this_coro::reset_cancellation_state();
    crawl->stopping = true;
    for (auto& [url, page] : crawl->known) Crawl::stop(page);
  }
  if (crawl->stopping) throw std::system_error(asio::error::operation_aborted);
  for (auto& [url, visit] : crawl->map) visit.depth = crawl->known[url].depth;
  co_return std::move(crawl->map);
}
namespace {

using Clock = asio::steady_timer::clock_type;

void heed(const asio::cancellation_state& state) {
  if (state.cancelled() != asio::cancellation_type::none)
    throw std::system_error(asio::error::operation_aborted);
}

// So many places, given in the order of asking.
class Semaphore {
 public:
  explicit Semaphore(std::size_t places) : free_(places) {}

  // A place, until it goes out of scope.
  class Place {
   public:
    explicit Place(Semaphore& of) : of_(&of) {}
    Place(Place&& other) noexcept : of_(std::exchange(other.of_, nullptr)) {}
    ~Place() {
      if (of_) of_->give();
    }

   private:
    Semaphore* of_;
  };

  asio::awaitable<Place> take() {
    if (free_ > 0 && waiting_.empty()) {
      --free_;
      co_return Place(*this);
    }
    Waiting me(*this, co_await asio::this_coro::executor);
    while (!me.given) co_await me.bell.async_wait(as_result);
    co_return me.place();
  }

 private:
  struct Waiting {
    Waiting(Semaphore& of, const asio::any_io_executor& executor)
        : of(of),
          bell(executor, Clock::time_point::max()),
          in_line(of.waiting_.insert(of.waiting_.end(), this)) {}
    ~Waiting() {
      if (!given) of.waiting_.erase(in_line);
      if (given && !taken) of.give();
    }
    Place place() {
      taken = true;
      return Place(of);
    }
    Semaphore& of;
    asio::steady_timer bell;
    bool given = false, taken = false;
    std::list<Waiting*>::iterator in_line;
  };

  void give() {
    if (waiting_.empty()) {
      ++free_;
      return;
    }
    waiting_.front()->given = true;
    waiting_.front()->bell.cancel();
    waiting_.pop_front();
  }

  std::size_t free_;
  std::list<Waiting*> waiting_;
};

struct Host {
  explicit Host(std::size_t places) : places(places) {}
  Semaphore door{1};  // who goes through it next: one at a time
  Semaphore places;
  Clock::time_point next = Clock::time_point::min();
};

struct Robot {
  Robot(Fetch fetch, Manners manners)
      : fetch(std::move(fetch)), manners(manners), in_all(manners.in_flight) {}
  const Fetch fetch;
  const Manners manners;
  Semaphore in_all;
  std::map<std::string, Host> hosts;
};

struct Permit {
  Semaphore::Place at_host, in_all;
};

// What there is least of comes last: nobody keeps a place for which others
// wait while he waits for something else.
asio::awaitable<Permit> permit(Robot& robot, Host& host) {
  const auto door = co_await host.door.take();
  auto at_host = co_await host.places.take();
  for (;;) {
    const auto now = Clock::now();
    if (host.next <= now) break;
    asio::steady_timer delay(co_await asio::this_coro::executor, host.next);
    co_await delay.async_wait(asio::use_awaitable);
  }
  auto in_all = co_await robot.in_all.take();
  heed(co_await asio::this_coro::cancellation_state);
  host.next = Clock::now() + robot.manners.delay;
  co_return Permit{std::move(at_host), std::move(in_all)};
}

asio::awaitable<Page> fetch_with_permit(std::shared_ptr<Robot> robot, Url url) {
  auto& host =
      robot->hosts.try_emplace(url.host, robot->manners.per_host).first->second;
  const auto permitted = co_await permit(*robot, host);
  co_return co_await robot->fetch(std::move(url));
}

}  // namespace

Fetch politely(Fetch fetch, Manners manners) {
  const auto robot = std::make_shared<Robot>(std::move(fetch), manners);
  return [robot](Url url) { return fetch_with_permit(robot, std::move(url)); };
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
