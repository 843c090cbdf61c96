// exo41: a pipeline. Given; there is nothing to edit here.
//
// Relay passes on what the depots send: bytes come in on one connection, are
// worked on, and go out on another one, to somebody who may be slow. What is
// read and not written yet is kept in memory, so there must be little of it,
// whoever is at the two ends.
//
// Everything here runs on the executor of the coroutine that awaits, one thread
// at a time. Sockets and queues that are passed by reference belong to the
// caller, who awaits.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <workbook/reset.hpp>

namespace exo41 {

using asio::ip::tcp;
using workbook::reset;

// Changes some bytes in their place. It may throw.
using Transform = std::function<void(std::span<char>)>;

// Makes of a line what goes out instead of it, which may be empty. It may take
// its time, and it may throw.
using Work = std::function<asio::awaitable<std::string>(std::string line)>;

// At most so many bytes are kept: read, and not taken yet by the network at the
// other side.
inline constexpr std::size_t most_kept = 64 * 1024;

// A line has at most so many bytes, its "\n" included.
inline constexpr std::size_t longest_line = 4 * 1024;

// Step 1. Reads `from`, changes what it has read, writes it to `to`.
// - All bytes arrive, in their order, each changed once.
// - A byte that is there does not wait for the next one.
// - It keeps no more than `most_kept`, also while `to` takes nothing.
// - When `from` ends, `to` is told that no more comes, and pump returns.
// - When it returns, bytes can still go the other way.
// - When a connection breaks, it throws that error.
// - Whatever `transform` throws, it throws.
// - Cancelled, it throws `asio::error::operation_aborted`.
// - When it throws, it has broken both connections, as reset() does: nobody
//   takes a failure for the end.
asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform);

// Step 2. Lines on their way from one stage to the next, measured in bytes; an
// empty line counts as one byte. One stage pushes, and awaits each push before
// the next one. Any number of coroutines may pull at the same time.
class Queue {
 public:
  // `limit` is 1 or more.
  Queue(asio::any_io_executor executor, std::size_t limit);

  // Puts a line in.
  // - It waits while the line and what is held are more than `limit` together.
  // - A line longer than `limit` goes in alone.
  // - It does not wait for the line to be pulled.
  // - Cancelled while it waits, it throws `asio::error::operation_aborted`, and
  //   the line does not go in.
  asio::awaitable<void> push(std::string line);

  // Takes the first line out.
  // - The lines come out in the order in which they went in, each once.
  // - It waits for a line, and no longer.
  // - After finish() there is no value, once all lines are out: for everybody
  //   who waits, and for everybody who comes later.
  // - If it throws, it has taken nothing: cancelled while it waits, it throws
  //   `asio::error::operation_aborted`.
  asio::awaitable<std::optional<std::string>> pull();

  // Says that no line comes any more. Called when no push is under way.
  void finish();

  // - It gives the number of bytes that are in.
  std::size_t held() const;

 private:
  // Yours: what push, pull and finish must all know.
  struct State;
  std::shared_ptr<State> state_;
};

// Step 3. The stage in the middle: takes lines from `in`, works on up to
// `workers` of them at a time (1 or more), and pushes what comes of it to
// `out`.
// - `workers` lines are worked on at the same time, if they are there.
// - No more than `workers` lines are taken and not yet pushed to `out`, also
//   when the first of them takes long, or `out` is full.
// - What comes of the lines goes out in the order of the lines.
// - It goes out as soon as all before it is out.
// - When `in` has ended and all is out, it finishes `out` and returns.
// - Whatever `work` throws, it throws; what was thrown first, if there is more.
// - When `work` throws, the other work under way is cancelled at once.
// - Cancelled, it cancels the work under way, and throws
//   `asio::error::operation_aborted`.
// - When it throws, all work has ended, and `out` is not finished.
asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers);

// What has come through so far. Kept up to date at each read and each write.
struct Flow {
  std::uint64_t read = 0;     // bytes from `from`
  std::uint64_t written = 0;  // bytes to `to`, of lines written whole
};

// Step 4. Three stages, all at work at the same time: reads lines from `from`,
// works on them as work_in_order does, writes what comes of them to `to`.
// - Each line is worked on with its "\n", however the network cuts the lines.
//   What is behind the last "\n" is a line, too.
// - What comes of a line is written as soon as all before it is written.
// - It keeps no more than `most_kept`, and a line for each worker, also while
//   `to` takes nothing (if `work` makes no line longer).
// - However much comes through, it needs no more memory than at the beginning.
// - When `from` has ended and all is written, `to` is told that no more comes,
//   and pipeline returns. Bytes can still go the other way.
// - A line that is too long is a failure: `asio::error::message_size`.
// - The first failure of any stage ends all of them, and it throws that very
//   failure.
// - Cancelled, it ends all stages, and throws `asio::error::operation_aborted`.
// - When it throws, all stages and all work have ended, and it has broken both
//   connections.
// - `flow` is right at each moment.
asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow);

}  // namespace exo41
