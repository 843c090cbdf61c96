// exo39: deadlines. Given; there is nothing to edit here.
//
// Relay now has many offices, which ask one another. Lines are cut without a
// word, clients send a byte a second, answers come when nobody waits for them
// any more: whatever waits for somebody else must know until when.
//
// Everything here, the acceptor and its sockets too, has the executor of the
// coroutine that awaits: one thread at a time.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/error.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/system_error.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <workbook/letters.hpp>

namespace exo39 {

using asio::ip::tcp;
using Clock = std::chrono::steady_clock;

// Until when: a point in time. Whoever passes it on passes on what is left.
using Deadline = Clock::time_point;

// The deadline so long after now. Given: now + Clock::duration::max() would
// overflow, and lie in the past.
inline Deadline after(Clock::duration wait) {
  const auto now = Clock::now();
  return wait < Deadline::max() - now ? now + wait : Deadline::max();
}

// Failures are asio::system_error. What comes too late is
// asio::error::timed_out.

// Step 1. Connects to an endpoint.
// - The endpoint may be one of IPv4 or of IPv6.
// - It returns a socket as soon as that is connected.
// - If it is not connected `within` that time, it throws timed_out then, not
//   later and not sooner.
// - What refuses the connection is thrown at once.
// - When it throws, its socket is closed.
// - Cancelled by its caller, it throws operation_aborted at once.
asio::awaitable<tcp::socket> connect_within(tcp::endpoint endpoint,
                                            Clock::duration within);

// A line has at most so many bytes, its end '\n' included.
inline constexpr std::size_t longest_line = 1'024;

// Step 2. Reads a line. `received` is what has been read from the socket and
// not been used: it belongs to the caller, who passes it again with the next
// call. Awaited by one caller at a time.
// - It returns the first line, without '\n', as soon as all of it is there.
// - The line is taken off `received`; what stands behind it stays.
// - If no byte comes for `idle`, it throws timed_out then, not later and not
//   sooner.
// - If the line is not whole `total` after the call, it throws timed_out then,
//   however the bytes come.
// - `Clock::duration::max()` is no limit.
// - When it throws, also when it is cancelled by its caller, `received` keeps
//   all that has been read.
// - When it has ended, it neither reads from the socket nor disturbs who does.
// - What has arrived together is read together: a line that is there costs at
//   most 3 reads.
// - It throws asio::error::message_size once `longest_line` bytes are there,
//   and no end among them.
// - When no more bytes come, it throws asio::error::eof at once.
asio::awaitable<std::string> read_line(tcp::socket& socket,
                                       std::string& received,
                                       Clock::duration idle,
                                       Clock::duration total);

// A line to another office, which answers letters in their order. Its answers
// have no numbers.
struct Link {
  tcp::endpoint office;
  std::optional<tcp::socket> socket;  // none: not connected
  std::string received;               // see read_line
};

// Step 3. Sends the office a request, with how long there is for it (see
// line_of), and returns its answer, a line. Connects if the link is not
// connected. Awaited by one caller at a time.
// - At `deadline` it throws timed_out, whether it connects, sends or waits.
// - The letter says how many milliseconds are left when it is sent, rounded
//   down.
// - If the deadline has passed already, it throws timed_out at once, sends
//   nothing, and the link stays as it is.
// - It returns the answer to this request, whatever became of the calls before.
// - After an answer, the next call uses the same connection.
// - The request is sent at most once, also if the connection turns out to be
//   broken.
// - When it throws, also when it is cancelled by its caller, the connection is
//   closed: the next call makes a new one.
asio::awaitable<std::string> call(Link& link, std::string request,
                                  Deadline deadline);

// Makes an answer of a request: a line without its end. Awaited, it may throw;
// what() is a line, too. When it is cancelled, it ends.
using Handler =
    std::function<asio::awaitable<std::string>(std::string, Deadline)>;

// How long clients may take for a line. `Clock::duration::max()` is no limit.
struct Patience {
  Clock::duration idle;
  Clock::duration total;
};

// Step 4. An office: clients send letters, a line each, and it answers with a
// line each, in their order. A letter is under way from the moment when the
// handler has it, or when it is refused, until its answer is sent.
class Office {
 public:
  Office(tcp::acceptor acceptor, Handler handler, Patience patience);

  // Serves until drain(). Awaited at most once.
  // - All clients are served at the same time.
  // - A client that takes longer for a line than `patience` allows is let go.
  // - A client that takes longer than `patience.total` to receive an answer is
  //   let go.
  // - The handler is given the moment until when there is time: when the letter
  //   was read, and what it says is left.
  // - At that moment the handler is cancelled, and the client is answered by a
  //   line that begins with "-ERR".
  // - If the letter leaves no time, the handler is not asked, and the client is
  //   answered by a line that begins with "-ERR".
  // - What is no letter, and what the handler throws, is answered by a line
  //   that begins with "-ERR", and the talk goes on.
  // - A client that sends no more gets all its answers; then it is let go.
  // - An error of accept, or a connection that breaks, ends nothing else.
  // - It returns when the last client is gone, and not before.
  asio::awaitable<void> run();

  // Asks run() to come to its end; it does not wait. May be called before run()
  // and more than once.
  // - From now on nobody is accepted: the port is closed at once.
  // - Clients who have no letter under way are let go at once.
  // - Letters under way have `grace` to be answered; then their clients are let
  //   go.
  // - What is under way when `grace` is over is cancelled: its clients are cut
  //   off then, and run() returns.
  // - Called again, it can only bring the end nearer: the earliest one counts.
  void drain(Clock::duration grace);

 private:
  // Yours: what run() and drain() must both know.
  struct State;
  std::shared_ptr<State> state_;
};

}  // namespace exo39
