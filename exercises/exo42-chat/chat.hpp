// exo42: a chat. Given; there is nothing to edit here.
//
// The depots of Relay talk to each other: a lorry is late, a ramp is free. Who
// connects gives a name, reads what all the others say, and may say something
// at any time. So a connection is read and written at the same time; what is
// said by one is written to all; and some of them do not read.
//
// Everything here runs on the executor of the sockets, on one thread.
#pragma once

#include <algorithm>
#include <asio/awaitable.hpp>
#include <asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace exo42 {

using asio::ip::tcp;

// For one client, at most so many bytes wait to be sent.
inline constexpr std::size_t most_waiting = 64 * 1024;

// A line that a client sends has at most so many bytes, without its end.
inline constexpr std::size_t longest_line = 1'000;

// A room keeps so many of the last lines for those who come later.
inline constexpr std::size_t history_length = 20;

// A client that sends no more has so much time to read what is left for it.
inline constexpr std::chrono::seconds farewell{5};

// How long a server waits after accept has failed.
inline constexpr std::chrono::milliseconds accept_pause{100};

// What clients read, as it is sent.
inline constexpr std::string_view ask_name = "* Your name?\n";
inline constexpr std::string_view ask_again = "* Not that one. Your name?\n";
inline std::string came(const std::string& name) {
  return "* " + name + " is here\n";
}
inline std::string left(const std::string& name) {
  return "* " + name + " has left\n";
}
inline std::string said(const std::string& name, std::string_view text) {
  return name + ": " + std::string(text) + "\n";
}

// A name has 1 to 20 letters and digits.
inline bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 20 &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return ('0' <= c && c <= '9') || ('A' <= c && c <= 'Z') ||
                  ('a' <= c && c <= 'z');
         });
}

// Step 1. What is to be sent to one client. Many put lines in, and never wait;
// one coroutine sends. A line waits from put() until the write that carries it
// has ended.
class Outbox {
 public:
  // The socket belongs to the caller, and outlives the outbox.
  explicit Outbox(tcp::socket& socket);
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  // Adds a line, with its "\n". It does not wait.
  // - At most `most_waiting` bytes wait.
  // - A line that would be too much is not taken: put() gives false, and the
  //   connection is closed at once.
  // - From then on, and after close(), and once a write has failed, put() takes
  //   nothing and gives false. Else it gives true.
  bool put(std::string_view line);

  // Sends what is put in. Awaited once.
  // - The lines arrive whole, in the order in which they were put in, before it
  //   began or since, and at once if the network takes them.
  // - There is never more than one write on the socket at the same time.
  // - Until close(), it waits for more.
  // - When a write fails, it returns, and throws nothing.
  asio::awaitable<void> send();

  // No more will be put in. May be called more than once.
  // - send() sends what still waits, and then returns. The socket stays open.
  void close();

 private:
  // Yours: what put(), send() and close() must all know.
  struct State;
  std::shared_ptr<State> state_;
};

// Step 2. Who is there, and what was said. A member is known by its outbox. An
// outbox must have left when it dies.
class Room {
 public:
  Room();
  Room(const Room&) = delete;
  Room& operator=(const Room&) = delete;

  // Somebody comes in, and join() gives true. If the outbox takes no more, the
  // newcomer has come and left, as say() has it.
  // - While a member has that name, nothing happens, and join() gives false.
  // - The newcomer is given the last `history_length` lines that were said,
  //   oldest first; then everybody, the newcomer too, is given came(name).
  bool join(const std::string& name, Outbox& outbox);

  // Somebody goes. Of an outbox that is no member, nothing happens.
  // - The name is free at once, and the others are given left(name).
  // - Nothing more is put into that outbox.
  void leave(const Outbox& outbox);

  // A member says something. Of an outbox that is no member, nothing happens.
  // - Everybody, the speaker too, is given said(name, text).
  // - All members are given all lines in the same order, whatever happens to
  //   other members.
  // - A member whose outbox takes no more has left: the others are given the
  //   line that was too much, and left(name).
  // - The room keeps no more than `history_length` lines.
  void say(const Outbox& outbox, std::string_view text);

 private:
  // Yours.
  struct State;
  std::shared_ptr<State> state_;
};

// Step 3. One client, from its connection to its end. The room outlives it.
// Sends ask_name, reads a name, and has it join the room; then each of its
// lines is said.
// - What is no name, or somebody's, is answered by ask_again, and the next line
//   is read as a name.
// - Each line is said once its "\n" is there, however the network cuts the
//   lines up or joins them; its end, "\n" or "\r\n", is no part of it.
// - What has no end is not said.
// - A client that sends a line longer than `longest_line` is treated as one
//   that sends no more.
// - A client that sends no more has left the room at once. What waits for it is
//   still sent, for `farewell` at most; then its connection is closed.
// - When its connection breaks, it has left the room at once.
// - A client that does not read is read all the same, until its outbox takes no
//   more.
// - It returns when its connection is closed or broken, and not before, and
//   throws nothing; nothing that it has started goes on.
asio::awaitable<void> session(tcp::socket socket, Room& room);

// Step 4. Given in chat.cpp: an older server, to be repaired. It has no names;
// each line of a client is sent to all, to that client too. The acceptor
// belongs to the caller, who awaits.
// - All clients get all whole lines since they came, in the same order, each
//   line whole.
// - For a client that does not read, at most `most_waiting` bytes wait, and
//   then its connection is closed. The others notice nothing.
// - An error of accept does not end it: it tries again `accept_pause` later,
//   and not sooner.
// - When the acceptor is closed, it returns, at the latest `accept_pause`
//   later. The clients stay connected.
asio::awaitable<void> notice_board(tcp::acceptor& acceptor);

}  // namespace exo42
