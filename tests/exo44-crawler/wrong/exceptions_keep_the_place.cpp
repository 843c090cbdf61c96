// Gives the place back when the page has come.
// breaks: "However a fetch ends, its place is free at once."
// step: 3
// lesson: lost-in-the-queue
#include "crawler.hpp"

#include <algorithm>
#include <asio/any_io_executor.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <list>
#include <memory>
#include <system_error>
#include <utility>
#include <workbook/asio.hpp>

namespace exo44 {

namespace {

using Clock = asio::steady_timer::clock_type;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

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
    if (has_come) {
      --doors.under_way;
      --host.under_way;
    } else if (turn != doors.waiting.end()) {
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
  bool has_come = false;
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
  auto page = co_await doors->fetch(std::move(url));
  stay.has_come = true;
  co_return page;
}

}  // namespace

Fetch politely(Fetch fetch, Manners manners) {
  const auto doors = std::make_shared<Doors>(Doors{std::move(fetch), manners});
  return [doors](Url url) { return fetch_in_turn(doors, std::move(url)); };
}

}  // namespace exo44
