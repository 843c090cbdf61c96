// exo47: tasks. Given; there is nothing to edit here.
//
// Relay prints labels. A broker keeps the tasks; workers on other machines take
// them, one at a time. Each of these programs may die at any moment, and nobody
// can tell a dead one from one that is slow. So a task is not given away: it is
// lent, for a time, and comes back if nothing is heard. Then it may be done
// twice, and so a label has a key: the printer prints each key once.
//
// Everything here runs on the executor that it is given, or on that of the
// coroutine that awaits, one thread at a time.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>
#include <workbook/journal.hpp>
#include <workbook/leases.hpp>
#include <workbook/lines.hpp>

namespace exo47 {

using asio::ip::tcp;
using workbook::Entry;
using workbook::Lease;
using workbook::Paper;
using workbook::Wire;

// How a broker lends.
struct Terms {
  // How long a lease lasts. Longer than any pause of a worker that lives.
  std::chrono::milliseconds visibility{30'000};
  // How many leases a task gets.
  int most_takings = 5;
};

// How long a worker waits before it tries to reach its broker again.
inline constexpr std::chrono::milliseconds retry_pause{100};

// Keeps the tasks. It outlives those who wait in take().
class Broker {
 public:
  // Step 1 is a broker without a paper, which lives in memory alone.
  //
  // Step 2 is one with a paper, which belongs to the caller. A new broker with
  // the paper of one that has died goes on where that one was.
  // - When a call returns, no crash can undo it, nor anything that it has
  //   relied on.
  // - A record at the end that is not whole is dropped, and harms none of those
  //   that are written after it.
  // - Any other damage is refused: the constructor throws.
  // - Whoever held a task at the crash holds it still, for a whole visibility.
  // - When the paper fails, the call throws, and so does every later call.
  Broker(asio::any_io_executor executor, Terms terms, Paper* paper = nullptr);

  // Here is a task.
  // - An id that it knows, even that of a task that is done, changes nothing.
  void put(std::string id, std::string text);

  // Lends a task to `who`. Cancelled while it waits, it has lent nothing.
  // - It waits while there is no task, and returns in the very moment when one
  //   is put or comes back.
  // - Each token is larger than all before it.
  // - A lease ends `visibility` after it was given or last kept: until then
  //   nobody else gets the task, and then the next one does.
  // - A task that was lent `most_takings` times, and is not done when the last
  //   lease ends, is set aside: it is lent to nobody any more.
  asio::awaitable<Lease> take(std::string who);

  // The holder of a lease is still at work, or has done the task; then it is
  // never lent again. They return whether that lease lasts.
  // - When it has ended, or never was, they return false and change nothing.
  bool keep(std::string id, std::uint64_t token);
  bool done(std::string id, std::uint64_t token);

  // All tasks, in the order of their ids: as strings, so "10" before "9".
  std::vector<Entry> list();

 private:
  // Yours: what the broker knows.
  struct State;
  std::shared_ptr<State> state_;
};

// Step 3. Answers the questions of one connection, one after the other, as
// workbook/leases.hpp says; what is none of them gets a line that begins with
// "ERR". It ends with the connection, returning or throwing. The program calls
// it for all who come (serve_lines), and ends with what is thrown.
// - Each answer is what the broker has answered, and is sent after that.
// - Who goes away while TAKE waits is lent nothing.
// - What the broker throws comes out, in the same moment.
asio::awaitable<void> converse(Wire wire, Broker& broker);

// What a task is for: prints the label `text` under that key. A key that was
// printed before is not printed again. It may take long, it may throw, and it
// can be cancelled; then the label may be printed, or not.
using Effect =
    std::function<asio::awaitable<void>(std::string key, std::string text)>;

// Step 4. A worker: takes a task, has its effect, says DONE, takes the next
// one; over one connection, until it is cancelled.
// - The key of an effect is the id of its task.
// - It says DONE when the effect has returned, and in no other case.
// - While the effect runs it says KEEP: a third of the visibility after it has
//   the lease, and each time a third after an answer.
// - A lease is lost when the answer to KEEP is not OK, or is not there a third
//   of the visibility later: in that moment the effect is cancelled.
// - When an effect throws, it does not keep the lease any longer, and takes the
//   next task.
// - When it does not reach the broker, or the connection ends, it begins anew
//   `retry_pause` later.
asio::awaitable<void> work(tcp::endpoint broker, std::string name,
                           Effect effect);

}  // namespace exo47
