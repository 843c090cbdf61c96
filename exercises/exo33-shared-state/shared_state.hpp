// exo33: shared state. Given; there is nothing to edit here.
//
// A branch of a bank keeps its numbers on paper: how many visitors came, what
// each vault holds. Its clerks are the threads of an asio::thread_pool. They
// all work at the same time, and paper does not look after itself.
//
// Each class keeps what it needs in a State, which is yours to define in
// shared_state.cpp. An object outlives the calls that are made on it, and so
// does its page.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <functional>
#include <memory>

namespace exo33 {

// One number, in pencil. Two hands on it at the same time smudge it: whoever
// reads or writes must be the only one to do so. Either may throw, if the
// pencil breaks; then the number has not changed.
class Page {
 public:
  virtual ~Page() = default;
  virtual long read() = 0;
  virtual void write(long number) = 0;
};

// What takes a while: a chat, an audit. It may throw.
using Work = std::function<asio::awaitable<void>()>;
// A question to a customer, who takes a while, and says yes (true) or no.
using Question = std::function<asio::awaitable<bool>()>;

// Counts the visitors on a page. Any thread may call it, at any time.
class VisitCounter {
 public:
  explicit VisitCounter(Page& page);

  // Step 1. Adds one to the page, then greets the visitor; the result is that
  // visitor's number. One visitor at a time is counted; any number are greeted
  // at the same time. What the page or `greet` throws reaches the caller; a
  // visitor who was counted stays counted.
  asio::awaitable<long> visit(Work greet);

  struct State;

 private:
  std::shared_ptr<State> state_;
};

// An account; its page says how much money is left. The page is touched by the
// threads of `executor` only, by one at a time, and without a lock: no thread
// ever stands still because another one is at work on the page. The callers may
// run elsewhere, and each comes back to where it was.
class Account {
 public:
  Account(asio::any_io_executor executor, Page& page);

  // Step 2. Withdraws `amount` (1 or more). Too little money is refused: false,
  // and nobody is asked. Otherwise the money is put aside at once, by taking it
  // off the page; then the customer is asked to confirm. On a yes, true. On a
  // no, false, and the money is back on the page. If `confirm` throws, or is
  // cancelled, the money is back too, and the exception reaches the caller.
  // While one customer thinks, others withdraw.
  asio::awaitable<bool> withdraw(long amount, Question confirm);

  struct State;

 private:
  std::shared_ptr<State> state_;
};

// A lock that is waited for without a thread, and held while waiting for other
// things. It does its own work on `executor`. Callers may run on any thread.
// A caller is cancelled from its own executor; if that one does not share its
// thread with `executor`, this needs Asio 1.22.2 or newer.
class Mutex {
 public:
  explicit Mutex(asio::any_io_executor executor);

  // Step 3. Waits until nobody else is inside, then awaits `work`, alone. Those
  // who wait are let in one by one, in the order in which they came. The next
  // one is let in when the work has ended, be it by an exception or because it
  // was cancelled; the exception reaches the caller. Cancelled in the line, it
  // leaves the line: asio::error::operation_aborted, and no work.
  asio::awaitable<void> alone(Work work);

  struct State;

 private:
  std::shared_ptr<State> state_;
};

// Money in a room. Its page is read and written under its mutex. No two vaults
// of a branch have the same number.
struct Vault {
  int number;
  Page& page;
  Mutex mutex;
};

// Step 3. Moves `amount` (1 or more) between two different vaults. Too little
// money in `from`: false, without an audit, and nothing has changed. Otherwise
// the audit comes first, then the money is moved: true. Nobody else uses either
// vault from the first look at the money to the end; other vaults stay free.
// What the audit throws reaches the caller, and nothing has changed. However
// many transfers go on, each one ends.
asio::awaitable<bool> transfer(Vault& from, Vault& to, long amount, Work audit);

// The counters of the branch: at most `limit` clients (1 or more) at a time. It
// does its own work on `executor`; callers are as for Mutex.
class Desks {
 public:
  Desks(asio::any_io_executor executor, int limit);

  // Step 4. Waits until a desk is free, then awaits `work` there. A desk is
  // free again as soon as its work has ended, however it ended. The rest is as
  // for Mutex::alone.
  asio::awaitable<void> serve(Work work);

  struct State;

 private:
  std::shared_ptr<State> state_;
};

}  // namespace exo33
