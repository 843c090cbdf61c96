// exo46: notifications. Given; there is nothing to edit here.
//
// A parcel moves, and ten thousand screens want to know: in depots, in shops,
// in the browsers of those who wait for it. Relay says it once. It waits for
// nobody; and who was too slow, or away, learns what he has missed.
//
// Everything here runs on the executor of the hub, on one thread. Request and
// its fields are in workbook/http.hpp, reset() in workbook/reset.hpp.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <workbook/http.hpp>

namespace exo46 {

using asio::ip::tcp;
using workbook::http::Request;

// The first notice of a hub is 1, the next one 2, and so on.
using Id = std::uint64_t;

struct Notice {
  Id id = 0;
  std::string text;
};

// What a subscriber is given.
struct News {
  std::uint64_t missed = 0;  // so many notices, directly before this one
  std::shared_ptr<const Notice> notice;
};

// Somebody who wants to know. It stays where it is while next() is awaited, and
// is then not dropped either. It may outlive its hub.
class Subscription {
 public:
  // Yours: what there is to know about one subscriber.
  struct State;
  explicit Subscription(std::shared_ptr<State> state)
      : state_(std::move(state)) {}
  Subscription(Subscription&&) = default;
  Subscription& operator=(Subscription&&) = default;

  // Step 1. The notice that comes next for it. Awaited by one at a time.
  // - It gives the notices since subscribe(), each once, in the order of their
  //   ids: at once what is there, and else as soon as it is published.
  // - What the hub no longer keeps is missed: next() goes on with the oldest
  //   that is kept, and `missed` says how many were lost before it.
  // - Cancelled while it waits, next() throws `asio::error::operation_aborted`,
  //   and no notice is lost: the next call gives it.
  // - When the hub has gone, it still gives what was kept, and then waits:
  //   nothing new comes.
  asio::awaitable<News> next();

 private:
  std::shared_ptr<State> state_;
};

// Says things to all of its subscribers.
class Hub {
 public:
  // Yours: what subscribers share.
  struct State;

  // It keeps the last `capacity` notices, 1 or more.
  Hub(asio::any_io_executor executor, std::size_t capacity);
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  // Step 1. Says something, and gives the id of the notice. It does not wait.
  // - Whatever a subscriber does, the others are given everything: if it reads
  //   slowly or never, comes, leaves, or publishes itself, at any moment.
  // - There is one copy of a notice, however many are given it, and its text is
  //   `text`, moved.
  // - Neither for itself nor for a slow subscriber does the hub keep a notice
  //   that is not among the last `capacity`.
  Id publish(std::string text);

  // Step 1. Somebody who wants to know what is published from now on.
  // - When a subscription dies, nothing is kept of it.
  Subscription subscribe();

  // Step 2. Somebody who comes back, and has seen all up to the notice `after`.
  // - Its next() gives the notices after that one, those that were published
  //   before it came and those after: none is left out, and none comes twice.
  // - Those that are no longer kept are missed, and `missed` says so.
  // - An id that this hub has not given yet is from an earlier life of it, and
  //   is taken for 0: nothing was seen.
  Subscription subscribe(Id after);

 private:
  std::shared_ptr<State> state_;
};

// What an answer with events begins with. Browsers come back `retry` after a
// connection has ended, with the last id that they have seen.
inline constexpr std::string_view opening =
    "HTTP/1.1 200 OK\r\n"
    "Content-Type: text/event-stream\r\n"
    "Cache-Control: no-cache\r\n"
    "Connection: close\r\n"
    "\r\n"
    "retry: 2000\n\n";

// It says that something was missed. It has no id: nothing was seen by it.
inline std::string gap(std::uint64_t missed) {
  return "event: missed\ndata: " + std::to_string(missed) + "\n\n";
}

// A comment, which browsers drop: it says that somebody is there.
inline constexpr std::string_view heartbeat = ":\n\n";

// Step 3. A notice as browsers read it: "id: 7", the lines of its text, each
// behind "data: ", and an empty line at the end.
// - Browsers make of it one event with this id and this text, whatever is in
//   it, in lines that end with "\n": lines of the text may also end with "\r\n"
//   or "\r".
std::string event_of(const Notice& notice);

// Step 3. Answers a request for events, until the client has gone. The hub
// outlives it.
// - The answer begins at once, with `opening`.
// - Each notice is sent as event_of says, once, as soon as it is there and the
//   ones before it are sent: those published from now on, or, if the request
//   has a Last-Event-ID that is an Id, those after that one.
// - When notices were missed, the client is told by `gap` before the next one.
// - For a client that does not read, it holds one notice, besides those that
//   the hub keeps, however many of them are there for it.
// - When the client ends its side, or its connection breaks, it returns, at
//   once. What the client sends meanwhile is dropped. It throws nothing.
asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub);

struct Pulse {
  std::chrono::milliseconds beat{15'000};      // the longest silence
  std::chrono::milliseconds patience{10'000};  // for the client to take a write
};

// Step 4. The same, and finds out who is dead: a machine without power sends no
// goodbye.
// - When nothing was sent for `beat` since the last write was done, it sends a
//   `heartbeat`, and no sooner.
// - When a write is not taken whole after `patience`, it breaks the connection,
//   as workbook::reset does, and returns.
// - Nothing is begun while a write is under way: a client that reads again
//   finds one `heartbeat` at most between two notices, however long it slept.
asio::awaitable<void> stream(tcp::socket socket, Request request, Hub& hub,
                             Pulse pulse);

}  // namespace exo46
