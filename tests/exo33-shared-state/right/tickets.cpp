// Tickets with a number, and one bell that everybody in the line hears.
// Vaults are taken in the order of their addresses.
#include <asio/co_spawn.hpp>
#include <asio/dispatch.hpp>
#include <asio/error.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <functional>
#include <mutex>
#include <set>
#include <utility>

#include "shared_state.hpp"

namespace exo33 {

struct VisitCounter::State {
  explicit State(Page& page) : page(page) {}
  Page& page;
  std::mutex mutex;
};
VisitCounter::VisitCounter(Page& page)
    : state_(std::make_shared<State>(page)) {}

asio::awaitable<long> VisitCounter::visit(Work greet) {
  std::unique_lock lock(state_->mutex);
  const auto number = state_->page.read() + 1;
  state_->page.write(number);
  lock.unlock();
  co_await greet();
  co_return number;
}

struct Account::State {
  State(asio::any_io_executor executor, Page& page)
      : strand(executor), page(page) {}
  asio::strand<asio::any_io_executor> strand;
  Page& page;
};
Account::Account(asio::any_io_executor executor, Page& page)
    : state_(std::make_shared<State>(executor, page)) {}

namespace {

// Adds to a page, if the result is not negative.
asio::awaitable<bool> add(Page& page, long amount) {
  const long number = page.read() + amount;
  if (number >= 0) page.write(number);
  co_return number >= 0;
}

// Gives back in its destructor, unless told to keep. On the strand.
struct PutAside {
  Page& page;
  long amount;
  bool keep = false;
  ~PutAside() noexcept(false) {
    if (!keep) page.write(page.read() + amount);
  }
};

asio::awaitable<bool> take(Page& page, long amount, const Question& confirm) {
  const bool enough = co_await add(page, -amount);
  if (!enough) co_return false;
  PutAside aside{page, amount};
  aside.keep = co_await confirm();
  co_return aside.keep;
}

}  // namespace

asio::awaitable<bool> Account::withdraw(long amount, Question confirm) {
  auto taken = asio::co_spawn(
      state_->strand, take(state_->page, amount, confirm), asio::use_awaitable);
  co_return co_await std::move(taken);
}

namespace {

// Whoever comes draws a ticket, and may go in when it is among the first.
struct Line {
  Line(asio::any_io_executor executor, int places)
      : strand(asio::make_strand(executor)),
        bell(strand, asio::steady_timer::time_point::max()),
        places(places) {}

  // All that follows runs on the strand.
  bool called(int ticket) const {
    auto first = tickets.begin();
    for (int i = 0; i < places && first != tickets.end(); ++i, ++first)
      if (*first == ticket) return true;
    return false;
  }

  void throw_away(int ticket) {
    tickets.erase(ticket);
    bell.cancel();
  }

  asio::awaitable<int> wait() {
    const int ticket = next++;
    tickets.insert(ticket);
    while (!called(ticket)) {
      asio::error_code rung;
      co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, rung));
      const auto state = co_await asio::this_coro::cancellation_state;
      if (called(ticket)) break;
      if (state.cancelled() != asio::cancellation_type::none) {
        throw_away(ticket);
        throw asio::system_error(asio::error::operation_aborted);
      }
    }
    co_return ticket;
  }

  asio::strand<asio::any_io_executor> strand;
  asio::steady_timer bell;
  const int places;
  int next = 0;
  std::set<int> tickets;
};

asio::awaitable<void> queue_up(std::shared_ptr<Line> line, Work work) {
  const int ticket =
      co_await asio::co_spawn(line->strand, line->wait(), asio::use_awaitable);
  std::exception_ptr failure;
  try {
    co_await work();
  } catch (...) {
    failure = std::current_exception();
  }
  asio::dispatch(line->strand, [line, ticket] { line->throw_away(ticket); });
  if (failure) std::rethrow_exception(failure);
}

}  // namespace

struct Mutex::State : Line {
  using Line::Line;
};
Mutex::Mutex(asio::any_io_executor executor)
    : state_(std::make_shared<State>(executor, 1)) {}

asio::awaitable<void> Mutex::alone(Work work) {
  co_await queue_up(state_, std::move(work));
}

asio::awaitable<bool> transfer(Vault& from, Vault& to, long amount,
                               Work audit) {
  bool moved = false;
  Vault* first = &from;
  Vault* second = &to;
  if (std::less<>()(second, first)) std::swap(first, second);
  const Work inside = [&]() -> asio::awaitable<void> {
    if (from.page.read() < amount) co_return;
    co_await audit();
    if (!co_await add(from.page, -amount)) co_return;
    try {
      moved = co_await add(to.page, amount);
    } catch (...) {
      from.page.write(from.page.read() + amount);
      throw;
    }
  };
  const Work outside = [&]() -> asio::awaitable<void> {
    co_await second->mutex.alone(inside);
  };
  co_await first->mutex.alone(outside);
  co_return moved;
}

struct Desks::State : Line {
  using Line::Line;
};
Desks::Desks(asio::any_io_executor executor, int limit)
    : state_(std::make_shared<State>(executor, limit)) {}

asio::awaitable<void> Desks::serve(Work work) {
  co_await queue_up(state_, std::move(work));
}

}  // namespace exo33
