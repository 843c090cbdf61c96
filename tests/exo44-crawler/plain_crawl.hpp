// For wrong answers: a crawl() that is right, in pieces. Each answer does one
// of these pieces in its own way.
//
//   struct OneLevelMore : plain::Crawl {
//     using Crawl::Crawl;
//     bool leads_on(std::size_t depth) override {
//       return depth <= limits.depth;
//     }
//   };
//
//   asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
//     return plain::crawl<OneLevelMore>(std::move(start), std::move(fetch),
//                                       limits);
//   }
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cstddef>
#include <deque>
#include <exception>
#include <list>
#include <map>
#include <memory>
#include <system_error>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

#include "crawler.hpp"

namespace exo44::plain {

// Its visits share it, so that none of them can outlive it.
struct Crawl : std::enable_shared_from_this<Crawl> {
  Crawl(const asio::any_io_executor& executor, Fetch own, Limits given)
      : fetch(std::move(own)),
        limits(given),
        bell(executor, asio::steady_timer::time_point::max()) {}
  virtual ~Crawl() = default;

  asio::awaitable<Map> run(Url start) {
    found(std::move(start), 0);
    for (;;) {
      begin_all();
      if (is_over()) break;
      const bool told = co_await is_told_to_stop();
      if (told) stop_all();
    }
    if (stopping) throw std::system_error(asio::error::operation_aborted);
    co_return result();
  }
  virtual bool is_over() { return under_way.empty(); }
  virtual Map result() { return map; }

  // ---- The map

  // What is found nearer than before is so for all behind it. A loop, since a
  // way may be longer than the stack is deep.
  void found(Url url, std::size_t depth) {
    std::deque<std::pair<Url, std::size_t>> news;
    news.emplace_back(std::move(url), depth);
    for (; !news.empty(); news.pop_front()) {
      const auto& [page, length] = news.front();
      const auto known = map.find(page);
      if (known == map.end()) {
        if (has_place()) note(page, length);
      } else if (is_nearer(length, known->second)) {
        known->second.depth = length;
        for (const auto& link : links[page])
          news.emplace_back(link, length + 1);
      }
    }
  }
  virtual bool has_place() { return map.size() < limits.pages; }
  virtual void note(const Url& url, std::size_t depth) {
    map[url].depth = depth;
    fresh.push_back(url);
  }
  virtual bool is_nearer(std::size_t depth, const Visit& visit) {
    return depth < visit.depth;
  }

  // ---- A visit

  virtual void arrived(const Url& url, const Page& page) {
    map[url].status = page.status;
    for (const auto& link : page.links) {
      const auto to = workbook::web::resolve(url, link);
      if (!to || (!map.contains(*to) && !has_place())) continue;
      keep(url, *to);
      const auto depth = map[url].depth;
      if (leads_on(depth)) found(*to, depth + 1);
    }
  }
  // What leads too far is kept, too: there may be a shorter way.
  virtual void keep(const Url& from, const Url& to) {
    links[from].push_back(to);
  }
  virtual bool leads_on(std::size_t depth) { return depth < limits.depth; }
  virtual void failed(const Url& url, std::exception_ptr failure) {
    map[url].failure = std::move(failure);
  }
  virtual void has_ended() { bell.cancel(); }

  static asio::awaitable<void> visit(std::shared_ptr<Crawl> crawl, Url url) {
    try {
      const auto page = co_await crawl->fetch(url);
      crawl->arrived(url, page);
    } catch (...) {
      crawl->failed(url, std::current_exception());
    }
  }

  // ---- All visits

  virtual void begin_all() {
    while (may_begin()) {
      auto url = std::move(fresh.front());
      fresh.pop_front();
      begin(std::move(url));
    }
  }
  virtual bool may_begin() { return !stopping && !fresh.empty(); }
  void begin(Url url) {
    const auto stop = std::make_shared<asio::cancellation_signal>();
    const auto place = under_way.insert(under_way.end(), stop);
    asio::co_spawn(bell.get_executor(),
                   visit(shared_from_this(), std::move(url)),
                   asio::bind_cancellation_slot(
                       stop->slot(), [crawl = shared_from_this(), stop,
                                      place](const std::exception_ptr&) {
                         crawl->under_way.erase(place);
                         crawl->has_ended();
                       }));
  }

  // Waits for the bell. Who is told to stop has still to wait for the visits.
  virtual asio::awaitable<bool> is_told_to_stop() {
    co_await hear();
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() == asio::cancellation_type::none) co_return false;
    co_await asio::this_coro::reset_cancellation_state();
    co_return true;
  }
  asio::awaitable<void> hear() {
    co_await bell.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  void stop_all() {
    stopping = true;
    const auto all = under_way;
    for (const auto& stop : all) stop->emit(asio::cancellation_type::terminal);
  }

  const Fetch fetch;
  const Limits limits;
  Map map;
  std::map<Url, std::vector<Url>> links;
  std::deque<Url> fresh;  // found, and not begun
  std::list<std::shared_ptr<asio::cancellation_signal>> under_way;
  asio::steady_timer bell;  // rings when a visit has ended
  bool stopping = false;
};

template <class Kind = Crawl>
asio::awaitable<Map> crawl(Url start, Fetch fetch, Limits limits) {
  const auto executor = co_await asio::this_coro::executor;
  const auto crawl = std::make_shared<Kind>(executor, std::move(fetch), limits);
  co_return co_await crawl->run(std::move(start));
}

}  // namespace exo44::plain
