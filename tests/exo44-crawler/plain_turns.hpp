// For wrong answers: the turns of politely(), in pieces that are right. Each
// answer does one of these pieces in its own way, and makes its fetch of it.
//
//   struct OneQueueForAll : plain::Doors {
//     using Doors::Doors;
//     bool may_go(const plain::Turn& turn) override { ... }
//   };
//
//   Fetch politely(Fetch fetch, Manners manners) {
//     return plain::in_turn(
//         std::make_shared<OneQueueForAll>(std::move(fetch), manners));
//   }
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cstddef>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <workbook/asio.hpp>

#include "crawler.hpp"

namespace exo44::plain {

using Clock = asio::steady_timer::clock_type;

struct Host {
  std::size_t under_way = 0;
  Clock::time_point next = Clock::time_point::min();  // nobody before that
};

// One who waits, and the bell that has it look again.
struct Turn {
  Turn(const asio::any_io_executor& executor, Host& at)
      : host(at), bell(executor, Clock::time_point::max()) {}
  Host& host;
  asio::steady_timer bell;
};

struct Doors {
  Doors(Fetch own, Manners given) : fetch(std::move(own)), manners(given) {}
  virtual ~Doors() = default;

  asio::awaitable<Page> fetch_in_turn(Url url) {
    auto& host = hosts[url.host];
    co_await wait_at(host);
    co_return co_await fetch_at(host, std::move(url));
  }

  // ---- The queue

  // However the wait ends, also cancelled, the queue is left.
  struct Stay {
    Doors& doors;
    const std::list<Turn>::iterator turn;
    ~Stay() { doors.leave(turn); }
  };
  virtual asio::awaitable<void> wait_at(Host& host) {
    const auto executor = co_await asio::this_coro::executor;
    const Stay stay{*this, join(executor, host)};
    while (!may_go(*stay.turn)) co_await hear(*stay.turn);
  }
  // Whether it is the turn of this one: the first of those who may go.
  virtual bool may_go(const Turn& one) {
    for (const auto& turn : waiting) {
      const bool free = is_free(turn.host);
      if (&turn == &one) return free;
      if (&turn.host == &one.host || free) return false;
    }
    return false;
  }
  virtual void ring() {
    for (auto& turn : waiting) turn.bell.cancel();
  }

  std::list<Turn>::iterator join(const asio::any_io_executor& executor,
                                 Host& host) {
    return waiting.emplace(waiting.end(), executor, host);
  }
  void leave(std::list<Turn>::iterator turn) {
    waiting.erase(turn);
    ring();
  }
  bool is_free(const Host& host) const {
    return under_way < manners.in_flight && host.under_way < manners.per_host &&
           host.next <= Clock::now();
  }
  // Until somebody rings, or the delay is over.
  static asio::awaitable<void> hear(Turn& turn) {
    const auto next = turn.host.next;
    turn.bell.expires_at(next > Clock::now() ? next : Clock::time_point::max());
    co_await turn.bell.async_wait(asio::as_tuple(asio::use_awaitable));
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw std::system_error(asio::error::operation_aborted);
  }

  // ---- The fetch

  // However the fetch ends, its place is free.
  struct Place {
    Doors& doors;
    Host& host;
    ~Place() { doors.end(host); }
  };
  virtual asio::awaitable<Page> fetch_at(Host& host, Url url) {
    begin(host);
    const Place place{*this, host};
    co_return co_await fetch(std::move(url));
  }
  // When the next fetch may begin at this host, if one begins now.
  virtual Clock::time_point next_at(const Host& /*host*/) {
    return Clock::now() + manners.delay;
  }

  void begin(Host& host) {
    ++under_way;
    ++host.under_way;
    host.next = next_at(host);
    ring();
  }
  void end(Host& host) {
    --under_way;
    --host.under_way;
    ring();
  }

  const Fetch fetch;
  const Manners manners;
  std::map<std::string, Host> hosts;
  std::list<Turn> waiting;  // in the order of coming
  std::size_t under_way = 0;
};

// Owns the doors while a page is on its way.
inline asio::awaitable<Page> fetch_through(std::shared_ptr<Doors> doors,
                                           Url url) {
  co_return co_await doors->fetch_in_turn(std::move(url));
}

inline Fetch in_turn(std::shared_ptr<Doors> doors) {
  return [doors](Url url) { return fetch_through(doors, std::move(url)); };
}

}  // namespace exo44::plain
