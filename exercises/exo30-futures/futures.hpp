// exo30: futures. Given; there is nothing to edit here.
//
// A stall at a flea market. A supplier says what a thing costs, the bank says
// what that is in dollars, and two dice decide on the discount. Each takes its
// time to answer. Prices are whole euros or dollars. Nothing is cancelled in
// this exercise: that is the subject of exo32.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <string>

namespace exo30 {

// Whom the stall can ask. Each call that is awaited asks once; it ends with an
// answer, or with an exception.
using Supplier = std::function<asio::awaitable<int>(std::string item)>;
using Bank = std::function<asio::awaitable<int>(int euros)>;  // gives dollars
using Die = std::function<asio::awaitable<int>()>;            // gives 1 to 6

// Step 1. What the stall asks for an item: what the supplier asks for it, and a
// quarter of that on top, rounded down. Asks the supplier once. An exception of
// the supplier reaches the caller.
asio::awaitable<int> price_tag(std::string item, Supplier ask_supplier);

struct Quote {
  int euros = 0;
  int dollars = 0;
};

// Step 2. The price tag of an item, and what the bank gives for that price.
// Asks the supplier once, then the bank once. An exception of either reaches
// the caller; if the supplier fails, the bank is not asked.
asio::awaitable<Quote> quote(std::string item, Supplier ask_supplier,
                             Bank ask_bank);

struct Antique {
  std::string name;
};

// A piece that exists once: it changes hands, and cannot be copied.
using Piece = std::unique_ptr<Antique>;

// Step 3. The door from ordinary code: runs `work` to its end, on the calling
// thread, and returns its value; or throws its exception, as it was thrown.
// While the work waits, the thread rests. T may be move-only; it has a default
// constructor. The body is in futures.cpp, compiled for the types listed there.
template <class T>
T block_on(asio::awaitable<T> work);

// What is left in your hand when work goes on in the background, as a ticket is
// at the cloakroom. Called and awaited, once, it gives the value of the work,
// or its exception, as soon as that is there: now, if it is there already.
using Handle = std::function<asio::awaitable<int>()>;

// Step 4. Starts `work` on `executor`, and returns at once. The work begins and
// goes on by itself, whether anybody awaits the handle or not, and also when
// the handle is dropped; then nobody hears how it ended. `executor` is that of
// an io_context with one thread, where the handle is awaited too.
Handle start(asio::any_io_executor executor, asio::awaitable<int> work);

// Step 4. Throws both dice at the same time; gives their sum. If one of them
// fails, its exception reaches the caller; the other may roll on.
asio::awaitable<int> throw_dice(Die red, Die green);

}  // namespace exo30
