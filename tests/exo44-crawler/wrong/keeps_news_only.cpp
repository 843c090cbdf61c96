// Keeps of a page's links only those to pages that nobody knew yet.
// breaks: "The depth of a page is the length of the shortest way to it that was
//   found, whoever answered first."
// step: 2
// lesson: longer-way
#include "crawler.hpp"

#include <asio/any_io_executor.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <list>
#include <memory>
#include <system_error>
#include <utility>
#include <workbook/asio.hpp>

namespace exo44 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

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
      if (!map.contains(*to)) links[url].push_back(*to);
      if (visit.depth < limits.depth) found(*to, visit.depth + 1);
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

}  // namespace exo44
