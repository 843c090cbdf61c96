// exo34: channels. Given; there is nothing to edit here.
//
// A restaurant. Waiters take orders in the room and put them on the pass, the
// counter between room and kitchen; a cook takes them from it. Everyone here
// works on one thread. What is passed by reference belongs to the caller, who
// awaits; cancelled, each function ends as soon as what it awaits has ended.
#pragma once

#include <asio/awaitable.hpp>
#include <asio/error_code.hpp>
#include <asio/experimental/channel.hpp>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace exo34 {

// "soup for table 3". An empty one is an order too: the cook is free to choose.
using Order = std::string;

// The next order of the room, when a guest has decided; nothing when all have
// been served. Ask again only when it has answered.
using Room = std::function<asio::awaitable<std::optional<Order>>()>;

// Cooks one order; ends when the dish is ready.
using Cook = std::function<asio::awaitable<void>(Order)>;

// The pass. No error: an order to cook. asio::error::eof: the end of the
// service, behind the last order; the order that comes with it means nothing.
using Pass = asio::experimental::channel<void(asio::error_code, Order)>;

// Step 1. Brings each order of the room to the pass, before it asks for the
// next; then the end of the service. Returns when that lies on the pass. What
// the room or the pass fails with leaves.
asio::awaitable<void> take_orders(Room room, Pass& pass);

// Step 1. Cooks what comes over the pass, one dish at a time, until the end of
// the service. Any other error of the pass, or of the cook, leaves.
asio::awaitable<void> cook_orders(Pass& pass, Cook cook);

// Step 2. A whole service: one waiter and one cook at work at the same time,
// with a pass between them where `capacity` orders find room. When one of them
// fails, or on cancellation, it stops the other; it ends when both have ended,
// and throws.
asio::awaitable<void> serve(Room room, Cook cook, std::size_t capacity);

// Waiters who share a pass. The caller counts them before the first begins.
struct Shift {
  Pass& pass;
  int waiters;  // those who have not finished: each counts itself out
};

// Step 3. One waiter of several: as take_orders, but only the last to finish
// brings the end of the service. To fail is to finish, too, and what failed
// still leaves. Cancelled, it counts itself out, but waits for nothing more.
asio::awaitable<void> wait_tables(Room room, Shift& shift);

// Step 3. As cook_orders, but cooks `portions` orders at most; returns how many
// it cooked. However it ends, the kitchen has closed: senders who wait at the
// pass are sent away with an error, and so is whoever comes later.
asio::awaitable<int> cook_portions(Pass& pass, Cook cook, int portions);

// The way back of one answer, or of the exception that came instead. It has
// room for one, so that whoever answers never waits.
using Reply =
    asio::experimental::channel<void(std::exception_ptr, std::string)>;

// A question, and where its answer is awaited. It has constructors so that
// g++ 12 can make one in the middle of a co_await expression.
struct Question {
  Question() = default;
  Question(std::string text, std::shared_ptr<Reply> reply)
      : text(std::move(text)), reply(std::move(reply)) {}

  std::string text;
  std::shared_ptr<Reply> reply;
};

// Questions to the kitchen; asio::error::eof is the last message, here too.
using Questions = asio::experimental::channel<void(asio::error_code, Question)>;

// Knows the answer, or throws.
using Chef = std::function<asio::awaitable<std::string>(std::string question)>;

// Step 4. Asks, and returns the answer to this very question. Throws what came
// instead of an answer, or what the channels fail with.
asio::awaitable<std::string> ask(Questions& questions, std::string text);

// Step 4. Has the chef answer one question after another, until the end of the
// service. What the chef throws goes to the one who asked. However it ends,
// nobody waits for ever: every question left, and every later one, fails.
asio::awaitable<void> answer_questions(Questions& questions, Chef chef);

}  // namespace exo34
