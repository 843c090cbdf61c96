// exo40: a client. Given; there is nothing to edit here.
//
// Relay does not carry every parcel itself: it asks other carriers where theirs
// are. A carrier has terms, so many questions a second and so many at a time.
// And it has bad days: it says "too many" (429) or "not now" (503), says
// nothing, says it too late, or says half of it.
//
// Everything here runs on the executor of the coroutine that awaits, one thread
// at a time. Objects outlive the calls to them. Cancelled means: by the
// caller, with terminal cancellation, as a race or a supervisor does.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <workbook/replies.hpp>

namespace exo40 {

using asio::ip::tcp;
using workbook::Reply;
using Clock = std::chrono::steady_clock;
using Duration = Clock::duration;

// Asks one question, and gives the reply; or throws, if there was none. It
// leaves the cancellation state of the coroutine that calls it as it is.
using Carrier = std::function<asio::awaitable<Reply>(std::string query)>;

// Gives numbers from 0 to 1, 1 excluded.
using Random = std::function<double()>;

// Step 1. A bucket of tokens: who takes one may ask one question. It holds at
// most `burst` tokens, one or more, and begins full. `every` is above zero, and
// so short that an empty bucket is full again within a century.
class TokenBucket {
 public:
  TokenBucket(std::size_t burst, Duration every);

  // Takes a token, at once or when there is one.
  // - A bucket that is not full gets a token each `every`, counted from the
  //   moment when it was full last.
  // - What comes while it is full is lost: it never holds more than `burst`.
  // - Whoever waits gets a token at the very moment when it comes.
  // - Tokens are given in the order of coming, and nobody overtakes.
  // - When it is cancelled, it throws operation_aborted and takes no token: the
  //   next one in the queue gets it.
  asio::awaitable<void> take();

  // How many can be taken now without waiting.
  // - It is 0 as long as somebody waits.
  std::size_t tokens() const;

 private:
  struct State;  // yours
  std::shared_ptr<State> state_;
};

// Step 2. Asks within a rate and a number in flight: `most`, one or more. A
// question is in flight from the moment when the carrier is called until that
// call has ended. The bucket belongs to the caller, and may have other users.
class Limiter {
 public:
  Limiter(TokenBucket& bucket, std::size_t most);

  // Asks the carrier as soon as there is a place and a token.
  // - No more than `most` questions are in flight at any moment.
  // - The carrier is called at the moment when the token is taken, not later.
  // - No place stays empty while there are a question and a token for it.
  // - The carrier is called in the order of coming.
  // - However a question ends, its place is free for the next one.
  // - When it is cancelled before the carrier is called, it throws
  //   operation_aborted, and takes neither place nor token.
  // - What the carrier gives or throws is what comes out.
  asio::awaitable<Reply> ask(const Carrier& carrier, std::string query);

 private:
  struct State;  // yours
  std::shared_ptr<State> state_;
};

// Step 3. How often, and how long after each other.
struct Patience {
  int tries = 5;  // in all, one or more
  Duration first = std::chrono::milliseconds(100);
  Duration longest = std::chrono::seconds(30);
};

// Asks until there is an answer, or until patience ends. Carrier and generator
// belong to the caller, who awaits. One thing is left open: a carrier may
// answer although it was cancelled, and the caller may then get that.
// - What is not refused is an answer, and comes out: nothing is asked again.
// - After a 429, a 503, or whatever the carrier throws, it asks again, up to
//   `tries` times in all.
// - What the last try gives or throws is what comes out, at once.
// - The pause after the n-th try is random(), drawn anew, times the least of
//   `longest` and `first` doubled n - 1 times.
// - When the reply has a Retry-After, the pause is that much longer.
// - When it is cancelled, it throws operation_aborted, and asks no more.
asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random);

// Step 4. Spares a carrier that fails. A failure is a 503, or whatever the
// carrier throws; all else is an answer, also a 429.
struct Unavailable : std::runtime_error {
  Unavailable() : std::runtime_error("the carrier is being left alone") {}
};

enum class Circuit { closed, open, half_open };

class Breaker {
 public:
  Breaker(int failures, Duration rest);

  // Asks the carrier, or throws Unavailable at once.
  // - What the carrier gives or throws is what comes out.
  // - Closed, it asks; `failures` failures in a row, one or more, open it.
  // - Open, it does not ask, for `rest`; from then on it is half-open.
  // - Half-open, it asks one question at a time, the probe, and no other.
  // - An answer to the probe closes it; a failure opens it for another `rest`.
  // - A question that is cancelled decides nothing: after a cancelled probe,
  //   the next question is the probe.
  // - What was asked before it opened decides nothing any more.
  asio::awaitable<Reply> ask(const Carrier& carrier, std::string query);

  // - It is half-open as soon as a probe may be asked, until that has ended.
  Circuit circuit() const;

 private:
  struct State;  // yours
  std::shared_ptr<State> state_;
};

// A reply has at most so many bytes, its end included.
inline constexpr std::size_t longest_reply = 4 * 1024;

// Step 5. A carrier on the network: connects, sends the query and a newline,
// reads one line (see reply_of), and closes. The query has no newline in it.
// - The query arrives whole, however little the network takes at once.
// - The reply is understood at its last byte, in however many pieces it comes,
//   with "\n" or with "\r\n" at its end.
// - What ends before its newline is no reply, and neither is what reply_of does
//   not understand, nor what is longer than `longest_reply`: it throws.
// - When the reply is not whole after `within`, counted from the call, it
//   throws asio::error::timed_out.
// - When it is cancelled, it throws operation_aborted at once.
// - When it returns or throws, its connection is closed.
asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within);

struct Terms {
  std::size_t burst = 10;
  Duration every = std::chrono::milliseconds(100);
  std::size_t most = 4;
  Patience patience;
  int failures = 5;
  Duration rest = std::chrono::seconds(10);
};

// Given: the layers together. A question passes them from the outside in, anew
// each time that it is asked.
class Client {
 public:
  Client(Carrier carrier, const Terms& terms, Random random)
      : patience_(terms.patience),
        random_(std::move(random)),
        bucket_(terms.burst, terms.every),
        limiter_(bucket_, terms.most),
        breaker_(terms.failures, terms.rest),
        carrier_(std::move(carrier)) {}
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  asio::awaitable<Reply> ask(std::string query) {
    return ask_patiently(limited_, std::move(query), patience_, random_);
  }

  std::size_t tokens() const { return bucket_.tokens(); }
  Circuit circuit() const { return breaker_.circuit(); }

 private:
  Patience patience_;
  Random random_;
  TokenBucket bucket_;
  Limiter limiter_;
  Breaker breaker_;
  Carrier carrier_;
  Carrier guarded_ = [this](std::string query) {
    return breaker_.ask(carrier_, std::move(query));
  };
  Carrier limited_ = [this](std::string query) {
    return limiter_.ask(guarded_, std::move(query));
  };
};

}  // namespace exo40
