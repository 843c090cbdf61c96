// exo33: shared state. Given; there is nothing to edit here.
//
// A branch of a bank keeps its numbers on paper: how many visitors came, what
// each vault holds. Its clerks are the threads of an asio::thread_pool. They
// all work at the same time, and paper does not look after itself.
//
// Each class keeps what it needs in a State, which is yours to define in
// shared_state.cpp. An object outlives the calls that are made on it, and so
// does its page. What two objects keep, they keep apart.
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

// What takes a while: a chat, an audit. It may throw anything.
using Work = std::function<asio::awaitable<void>()>;
// A question to a customer, who takes a while, and says yes (true) or no.
using Question = std::function<asio::awaitable<bool>()>;

// Counts the visitors on a page. Any thread may call it, at any time.
// - One visitor at a time is counted: nobody else touches the page meanwhile.
// - Two counters have two pages, and do not wait for each other.
class VisitCounter {
 public:
  explicit VisitCounter(Page& page);

  // Step 1. Counts a visitor, then greets them.
  // - Adds one to what the page says; the result is the number written, which
  //   is that visitor's own.
  // - Then awaits `greet`, once, to its end; a cancellation reaches it.
  // - Any number of visitors are greeted at the same time, and others are
  //   counted meanwhile.
  // - What `greet` throws reaches the caller; a visitor who was counted stays
  //   counted.
  // - What the page throws reaches the caller; nobody is greeted, and the next
  //   visitor is counted.
  asio::awaitable<long> visit(Work greet);

  struct State;

 private:
  std::shared_ptr<State> state_;
};

// An account; its page says how much money is left. The callers may run
// anywhere. Where `confirm` runs is left open. A caller is cancelled from the
// thread that it runs on. If `executor` has other threads than the callers,
// that needs Asio 1.28.2 or newer.
// - The page is touched by the threads of `executor` only.
// - One thread at a time touches the page, after the question too.
// - No thread stands still because another one is at work on the page.
// - Two accounts have two pages, and do not wait for each other.
class Account {
 public:
  Account(asio::any_io_executor executor, Page& page);

  // Step 2. Withdraws `amount` (1 or more), if the customer agrees. When the
  // pencil breaks, or the caller is cancelled, while money is given back, what
  // happens is left open.
  // - Too little money on the page is refused: false; nothing is written, and
  //   nobody is asked.
  // - Otherwise the money is put aside at once, by taking it off the page; then
  //   the customer is asked to `confirm`, once.
  // - On a yes, true. On a no, false, and the money is back on the page.
  // - If `confirm` throws, or is cancelled, the money is back too, and the
  //   exception reaches the caller.
  // - The money is back before the caller goes on.
  // - While one customer thinks, others withdraw; what they take stays taken.
  // - What the page throws while money is put aside reaches the caller; nobody
  //   is asked, and nothing has changed.
  // - At whatever moment the caller is cancelled, the money stays taken if true
  //   is returned, and only then.
  // - The caller comes back to where it was, however the call ends, and can be
  //   cancelled there as before.
  asio::awaitable<bool> withdraw(long amount, Question confirm);

  struct State;

 private:
  std::shared_ptr<State> state_;
};

// A lock that is waited for without a thread, and held while waiting for other
// things. `executor` is there for its own work, such as ringing and waiting. A
// caller is cancelled from the thread that it runs on. If `executor` has other
// threads than the callers, that needs Asio 1.28.2 or newer.
// - Callers may run on any thread, several at the same time.
// - Two locks have two lines, and do not wait for each other.
class Mutex {
 public:
  explicit Mutex(asio::any_io_executor executor);

  // Step 3. Awaits `work` while nobody else is inside.
  // - One work at a time is inside, until it has really ended.
  // - Those who wait are let in one by one, in the order in which they came;
  //   nobody overtakes them, not even at the moment of the release.
  // - Whoever waits sleeps until the turn has come, and blocks no thread.
  // - The next one is let in when the work has ended, be it by an exception of
  //   any type or because it was cancelled.
  // - `work` is called once, when its turn has come, and runs where the caller
  //   runs; the caller comes back there, and can be cancelled as before.
  // - What `work` throws reaches the caller.
  // - Cancelled in the line, the caller leaves it at once:
  //   asio::error::operation_aborted, and no work.
  // - At whatever moment somebody is cancelled, no turn is lost.
  asio::awaitable<void> alone(Work work);

  struct State;

 private:
  std::shared_ptr<State> state_;
};

// Money in a room. Its page is read and written under its mutex. No two vaults
// of a branch have the same number; any number will do.
struct Vault {
  int number;
  Page& page;
  Mutex mutex;
};

// Step 4. Moves `amount` (1 or more) between two different vaults. When the
// pencil breaks while money is put back, what happens is left open.
// - Too little money in `from`: false, without an audit, and nothing is
//   written.
// - Otherwise the `audit` comes first, once, then the money is moved: true.
// - Nobody else uses either vault from the first look at a page to the end.
// - Other vaults stay free.
// - What the audit throws reaches the caller, and nothing has changed.
// - What a page throws reaches the caller, and nothing has changed on either.
// - Whoever is cancelled, waiting or in the audit, lets both vaults go:
//   asio::error::operation_aborted, and nothing has changed. If the audit ends
//   well all the same, so may the transfer.
// - However many transfers go on, each one ends, whatever their directions.
asio::awaitable<bool> transfer(Vault& from, Vault& to, long amount, Work audit);

// The counters of the branch: at most `limit` clients (1 or more) at a time.
// `executor` and the callers are as for Mutex.
// - Any number of threads may call it at the same time.
// - Two halls have two sets of desks, and do not wait for each other.
class Desks {
 public:
  Desks(asio::any_io_executor executor, int limit);

  // Step 5. Waits until a desk is free, then awaits `work` there.
  // - There are never more than `limit` works at a time, however many clients
  //   come.
  // - No desk is idle while somebody waits: as soon as one is free, the next
  //   client is served.
  // - Clients are served in the order in which they came; nobody overtakes
  //   those who wait, not even at the moment when a desk gets free.
  // - A client who waits sleeps until a desk is free, and blocks no thread.
  // - A desk is free again when its work has ended, however it ended.
  // - The `work` of a client is called once, at the desk, and runs where the
  //   client runs; the client comes back there, and can be cancelled as before.
  // - What the work throws reaches the client.
  // - Cancelled in the line, a client leaves it at once:
  //   asio::error::operation_aborted, and no work.
  // - At whatever moment a client is cancelled, no desk is lost, and none is
  //   won.
  asio::awaitable<void> serve(Work work);

  struct State;

 private:
  std::shared_ptr<State> state_;
};

}  // namespace exo33
