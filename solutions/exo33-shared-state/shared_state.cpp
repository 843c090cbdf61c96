#include "shared_state.hpp"

#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <mutex>
#include <system_error>

namespace exo33 {

struct VisitCounter::State {
  explicit State(Page& page) : page(page) {}
  Page& page;
  // For a section of a few lines without a wait, a std::mutex is the simplest
  // and the fastest. It belongs to what it protects: one for each page.
  std::mutex mutex;

  // An ordinary function holds the lock: no co_await can slip in.
  long count() {
    const std::scoped_lock lock(mutex);
    const long number = page.read() + 1;
    page.write(number);
    return number;
  }
};

VisitCounter::VisitCounter(Page& page) : state_(new State(page)) {}

asio::awaitable<long> VisitCounter::visit(Work greet) {
  const long number = state_->count();
  co_await greet();
  co_return number;
}

struct Account::State {
  State(asio::any_io_executor executor, Page& page)
      : strand(asio::make_strand(executor)), page(page) {}
  asio::strand<asio::any_io_executor> strand;
  Page& page;

  // Runs on the strand, and comes back to it after each co_await. In between,
  // the strand serves others, who change the page: so nothing that was read
  // before the wait is written after it.
  asio::awaitable<bool> withdraw(long amount, Question confirm) {
    const long balance = page.read();
    if (balance < amount) co_return false;
    page.write(balance - amount);
    bool agreed = false;
    try {
      agreed = co_await confirm();
    } catch (...) {
      give_back(amount);
      throw;
    }
    if (!agreed) give_back(amount);
    co_return agreed;
  }

  void give_back(long amount) { page.write(page.read() + amount); }
};

Account::Account(asio::any_io_executor executor, Page& page)
    : state_(new State(executor, page)) {}

asio::awaitable<bool> Account::withdraw(long amount, Question confirm) {
  // co_spawn gives the work the strand for its executor, to its very end; the
  // caller keeps its own, and comes back to it by itself. To hop on the strand
  // with post and bind_executor would last until the next co_await only.
  co_return co_await asio::co_spawn(
      state_->strand, state_->withdraw(amount, confirm), asio::use_awaitable);
}

namespace {

// A number of places, and the line before them: a semaphore. Everything in it
// is touched on the strand only.
struct Places {
  asio::strand<asio::any_io_executor> strand;
  int free;

  // Whoever waits has a timer that never expires. To cancel it is to ring.
  struct Waiting {
    asio::steady_timer bell;
    bool has_place = false;
  };
  std::deque<Waiting*> line{};

  // On the strand: ends when the caller has a place. From the first line to the
  // wait, nobody else is on the strand, so that no ringing can be missed.
  asio::awaitable<void> enter() {
    if (free > 0) {
      --free;
      co_return;
    }
    Waiting me{{strand, asio::steady_timer::time_point::max()}};
    line.push_back(&me);
    asio::error_code rung;
    co_await me.bell.async_wait(
        asio::redirect_error(asio::use_awaitable, rung));
    // Both the bell and a cancellation end the wait with operation_aborted: the
    // flag tells them apart. With a place, a late cancellation changes nothing
    // here; the next co_await will see it, and the place will be given back.
    if (me.has_place) co_return;
    std::erase(line, &me);
    throw std::system_error(asio::error::operation_aborted);
  }

  // On the strand. The place goes from hand to hand, to the first in the line.
  // To put it down and ring would let a newcomer snatch it.
  void leave() {
    if (line.empty()) {
      ++free;
      return;
    }
    line.front()->has_place = true;
    line.front()->bell.cancel();
    line.pop_front();
  }
};

// Gives a place back, whichever way the coroutine is left. A destructor cannot
// co_await, and a cancelled coroutine could not either: it posts.
class Place {
 public:
  explicit Place(std::shared_ptr<Places> places) : places_(std::move(places)) {}
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;
  ~Place() {
    asio::post(places_->strand, [places = places_] { places->leave(); });
  }

 private:
  std::shared_ptr<Places> places_;
};

asio::awaitable<void> in_turn(std::shared_ptr<Places> places, Work work) {
  co_await asio::co_spawn(places->strand, places->enter(), asio::use_awaitable);
  const Place place(places);
  co_await work();
}

}  // namespace

// A mutex is a semaphore with one place. Another way to build both is a channel
// that holds as many messages as there are places; exo34 is about channels.
struct Mutex::State : Places {};

Mutex::Mutex(asio::any_io_executor executor)
    : state_(new State{{asio::make_strand(executor), 1}}) {}

asio::awaitable<void> Mutex::alone(Work work) {
  co_await in_turn(state_, std::move(work));
}

namespace {

// With both vaults in hand.
asio::awaitable<void> move_money(Page& from, Page& to, long amount,
                                 const Work& audit, bool& moved) {
  if (from.read() < amount) co_return;
  co_await audit();
  from.write(from.read() - amount);
  try {
    to.write(to.read() + amount);
  } catch (...) {
    from.write(from.read() + amount);
    throw;
  }
  moved = true;
}

}  // namespace

asio::awaitable<bool> transfer(Vault& from, Vault& to, long amount,
                               Work audit) {
  // Everybody locks the vaults in the order of their numbers. Two transfers in
  // opposite directions would otherwise hold one each, and wait for the other.
  Vault& first = from.number < to.number ? from : to;
  Vault& second = from.number < to.number ? to : from;
  bool moved = false;
  const Work move = [&] {
    return move_money(from.page, to.page, amount, audit, moved);
  };
  const Work move_alone = [&] { return second.mutex.alone(move); };
  co_await first.mutex.alone(move_alone);
  co_return moved;
}

struct Desks::State : Places {};

Desks::Desks(asio::any_io_executor executor, int limit)
    : state_(new State{{asio::make_strand(executor), limit}}) {}

asio::awaitable<void> Desks::serve(Work work) {
  co_await in_turn(state_, std::move(work));
}

}  // namespace exo33
