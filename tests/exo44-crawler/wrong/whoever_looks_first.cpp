// Lets everybody look when a place is free: who looks first goes.
// breaks: "At one host, they begin in the order in which they were asked for."
// step: 3
// lesson: overtaking
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
    for (auto turn = waiting.rbegin(); turn != waiting.rend(); ++turn)
      turn->bell.cancel();
  }
  bool first(const Turn& one) {
    return under_way < manners.in_flight &&
           one.host.under_way < manners.per_host &&
           one.host.next <= Clock::now();
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

}  // namespace exo44
