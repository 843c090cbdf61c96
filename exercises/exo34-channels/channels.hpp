// exo34: channels. Given; there is nothing to edit here.
//
// A restaurant. Waiters take orders in the room and put them on the pass, the
// counter between room and kitchen; a cook takes them from it. Everyone here
// works on one thread. What is passed by reference belongs to the caller, who
// awaits.
//
// "As it came" says that the very exception leaves: not another one with the
// same words. An error code leaves as an asio::system_error that has it.
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

// Step 1. Brings the orders of the room to the pass, then the end of the
// service. What else others bring to the pass is no concern of this waiter.
// - Each order comes to the pass once, as it is, and before the room is asked
//   for the next.
// - When the room has no more, it is not asked again, and one end of the
//   service is brought, behind the last order.
// - Returns when that end lies on the pass, or has been taken, and not before.
// - The pass stays open, and the others at it are not disturbed.
// - What the room fails with leaves, as it came, and the room is not asked
//   again.
// - What the pass fails with leaves, with its error code, and the room is not
//   asked again.
// - Cancelled, it throws as soon as what it awaits has ended, and the room is
//   not asked again.
asio::awaitable<void> take_orders(Room room, Pass& pass);

// Step 1. Cooks what comes over the pass, until the end of the service.
// - Each order is cooked once, as it is, in the order of coming.
// - One dish at a time: until it is ready, the next order stays on the pass.
// - Returns at the end of the service, and does not cook what comes along with
//   it.
// - The pass stays open, and what lies or waits behind the end stays there.
// - Only asio::error::eof is the end. Any other error of the pass leaves, with
//   its error code, and what comes along with it is not cooked.
// - What the cook fails with leaves, as it came, and nothing more is cooked.
// - Cancelled, it throws as soon as what it awaits has ended, and nothing more
//   is cooked.
asio::awaitable<void> cook_orders(Pass& pass, Cook cook);

// Step 2. A whole service: one waiter and one cook as in step 1, with a pass
// between them.
// - Both are at work at the same time, and it returns when the last dish is
//   ready, not before.
// - On the pass `capacity` orders find room: while a dish is on the fire, the
//   waiter takes that many more, and one that waits in his hand.
// - When one of them fails, the other is stopped at once, and does not finish
//   what is left to do.
// - Cancelled, it stops both, and throws.
// - However it ends, both have ended before.
// - It throws what failed first, as it came, or the asio::multiple_exceptions
//   that && makes of both.
asio::awaitable<void> serve(Room room, Cook cook, std::size_t capacity);

// Waiters who share a pass. The caller counts them before the first begins.
struct Shift {
  Pass& pass;
  int waiters;  // those who have not finished: each counts itself out
};

// Step 3. One waiter of several. Brings the orders of a room as take_orders
// does; to fail, and to be cancelled, is to finish, too. When the end of the
// service is refused, nobody waits for it: that may be thrown, or not.
// - Each order comes to the pass once, as it is, and before the room is asked
//   for the next.
// - The waiter counts itself out of `shift` once, however it finishes, and not
//   before.
// - Only the last to finish brings the end of the service, and only one; it
//   returns when that lies on the pass, or has been taken, and not before.
// - What the room fails with leaves, as it came, even if the end is refused;
//   the room is not asked again.
// - What the pass fails with leaves, with its error code, and the room is not
//   asked again.
// - The pass stays open, and a waiter who fails does not disturb the others at
//   the pass.
// - Cancelled while it takes orders, it throws as soon as what it awaits has
//   ended.
// - Cancelled, it does not wait for a place for the end of the service.
asio::awaitable<void> wait_tables(Room room, Shift& shift);

// Step 3. As cook_orders, but cooks `portions` orders at most. It is the only
// one who takes from the pass, and has closed the kitchen when it leaves.
// - Takes no order after the last portion; none at all, if `portions` is zero
//   or less.
// - Returns how many it cooked: fewer than `portions` when the end of the
//   service comes first.
// - Any other error of the pass leaves, with its error code.
// - What the cook fails with leaves, as it came.
// - Cancelled, it throws as soon as what it awaits has ended.
// - However it ends, every sender who waits at the pass is sent away with an
//   error, even at the end of the service.
// - However it ends, the pass has been closed when it ends: whoever comes later
//   is refused with an error, even if there is room.
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

// Questions to the kitchen. asio::error::eof is the last message, here too; the
// question that comes with it means nothing, and may have no reply.
using Questions = asio::experimental::channel<void(asio::error_code, Question)>;

// Knows the answer, or throws.
using Chef = std::function<asio::awaitable<std::string>(std::string question)>;

// Step 4. Asks a question, and waits for its answer.
// - The text is sent once, as it is, even an empty one, and nothing else is.
// - With it goes a reply channel of its own, with room for the answer even if
//   nobody waits for it yet.
// - Returns the answer to this very question, as it is, even an empty one.
// - Throws what came instead of an answer, as it came.
// - Throws when a channel fails: when the question is refused, or its reply is
//   closed or cancelled.
// - Cancelled, it ends as soon as what it awaits has ended.
asio::awaitable<std::string> ask(Questions& questions, std::string text);

// Step 4. Has the chef answer the questions, until the end of the service.
// - One question after another, in the order of coming; each comes to the chef
//   once, as it is, and the answer goes to the one who asked, as it is.
// - What the chef throws goes to the one who asked, as it came, and the next
//   question is answered.
// - An answer that nobody fetches holds up nobody.
// - Returns at the end of the service, and does not put to the chef what comes
//   along with it.
// - Any other error of the channel leaves, with its error code.
// - Cancelled, it throws as soon as what it awaits has ended.
// - However it ends, a question that it has taken gets an answer or an
//   exception.
// - However it ends, every question that is left fails, in the channel or
//   waiting to be sent.
// - However it ends, the channel has been closed when it ends, so that every
//   later question fails.
asio::awaitable<void> answer_questions(Questions& questions, Chef chef);

}  // namespace exo34
