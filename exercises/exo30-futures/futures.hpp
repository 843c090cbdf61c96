// exo30: futures. Given; there is nothing to edit here.
//
// A stall at a flea market. A supplier says what a thing costs, the bank says
// what that is in dollars, and two dice decide on the discount. Each takes its
// time to answer, and the thread is free meanwhile. Prices are whole euros or
// dollars, from nothing to a hundred million. Nothing is cancelled in this
// exercise: that is the subject of exo32.
//
// Each bullet below is a promise, and each promise is tested.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/steady_timer.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace exo30 {

// Whom the stall can ask. Each call that is awaited asks once; it ends with an
// answer, or with an exception of any type. It no longer needs the function
// that was called, which may be gone before the answer comes.
// - The three functions that ask them do so on the executor of the coroutine
//   that awaits.
using Supplier = std::function<asio::awaitable<int>(std::string item)>;
using Bank = std::function<asio::awaitable<int>(int euros)>;  // gives dollars
using Die = std::function<asio::awaitable<int>()>;            // gives points

// Step 1. What the stall asks for an item.
// - It is what the supplier asks for it, and a quarter of that on top, rounded
//   down.
// - The supplier is asked once, about `item` as it is, when this is awaited.
// - It ends when the supplier has answered, and keeps nobody waiting meanwhile.
// - An exception of the supplier reaches the caller as it was thrown.
asio::awaitable<int> price_tag(std::string item, Supplier ask_supplier);

struct Quote {
  int euros = 0;
  int dollars = 0;
};

// Step 2. An item in both currencies.
// - `euros` is the price tag of the item, `dollars` what the bank gives for
//   that price.
// - The supplier is asked once, then the bank once, whatever the price is.
// - An exception of either reaches the caller as it was thrown.
// - If the supplier fails, the bank is not asked.
asio::awaitable<Quote> quote(std::string item, Supplier ask_supplier,
                             Bank ask_bank);

struct Antique {
  std::string name;
};

// A piece that exists once: it changes hands, and cannot be copied.
using Piece = std::unique_ptr<Antique>;

// Step 3. The door from ordinary code to the asynchronous world. T may be
// move-only; it has a default constructor. The body is in futures.cpp, compiled
// for the types listed there.
// - It runs `work` to its end, on the calling thread.
// - It returns the value of the work, the very one.
// - What the work throws comes out as it was thrown.
// - While the work waits, the thread rests: it sleeps until there is something
//   to do, and does not look again and again.
// - It can be called any number of times, on any thread, whatever became of the
//   last call. Another call may be under way meanwhile.
template <class T>
T block_on(asio::awaitable<T> work);

// A tray with a bell beside it. Somebody will lay a result on it, once, and
// whoever wants it sleeps until the bell rings. The bell is a timer that never
// expires: cancel() wakes those who wait for it at that moment, and nobody
// else.
struct Tray {
  explicit Tray(asio::any_io_executor executor)
      : bell(std::move(executor), asio::steady_timer::time_point::max()) {}

  asio::steady_timer bell;
  bool laid = false;         // whether there is a result:
  std::exception_ptr error;  // this exception or, if it is null,
  int value = 0;             // this value
};

// Step 4. Lays a result on the tray.
// - Everybody who waits at the tray wakes, and has the result: a value,
//   whatever it is, or the exception `error`, as it was thrown.
void lay(Tray& tray, std::exception_ptr error, int value);

// Step 4. Waits at the tray for its result. The tray outlives the wait.
// - It ends when a result is laid, not before, though the bell should ring for
//   nothing.
// - If a result is there already, it does not wait.
// - The result stays on the tray, for those who come later.
asio::awaitable<int> result_of(Tray& tray);

// What is left in your hand when work goes on in the background, as a ticket is
// at the cloakroom. Called and awaited, once, it gives the value of the work.
// Whoever awaits it keeps it until then.
using Handle = std::function<asio::awaitable<int>()>;

// Step 5. Starts `work` in the background. `executor` is that of an io_context
// with one thread, where the handle is awaited too.
// - The work begins and goes on by itself on `executor`, whether anybody awaits
//   the handle or not, also when the handle is dropped.
// - It returns at once.
// - The handle gives the value of the work, whatever it is, as soon as it is
//   there: now, if it is there already.
// - An exception of the work waits for whoever awaits the handle, and is thrown
//   there as it was thrown; nobody else hears of it.
// - Any number of works go on side by side, each with a handle of its own.
Handle start(asio::any_io_executor executor, asio::awaitable<int> work);

// Step 5. Throws both dice.
// - Both roll at the same time: each is thrown, once, before either has
//   stopped.
// - It gives the sum of their points when both have stopped.
// - If one of them fails, its exception reaches the caller as it was thrown;
//   the other one may roll on.
asio::awaitable<int> throw_dice(Die red, Die green);

}  // namespace exo30
