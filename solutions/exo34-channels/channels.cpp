#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <workbook/asio.hpp>

namespace exo34 {

asio::awaitable<void> take_orders(Room room, Pass& pass) {
  // To await the send is all that back-pressure needs: with no place on the
  // pass we wait here, and do not ask the room for more. try_send is for
  // messages that may be lost, and its answer is then to be looked at.
  while (auto order = co_await room())
    co_await pass.async_send(asio::error_code{}, std::move(*order),
                             asio::use_awaitable);
  // The end queues up behind the orders, like an order. close() would overtake
  // them: before Asio 1.27 it throws away what the channel still holds.
  co_await pass.async_send(asio::error::eof, Order(), asio::use_awaitable);
}

asio::awaitable<void> cook_orders(Pass& pass, Cook cook) {
  for (;;) {
    // As a tuple, because this error is no failure. An exception for the
    // ordinary end of a stream would hide it among the others.
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::eof) co_return;
    if (error) throw asio::system_error(error);
    co_await cook(std::move(order));
  }
}

namespace {

// && throws multiple_exceptions, whose first may be the victim's. Kept here,
// the failure that came first is not mistaken for the one that it caused.
asio::awaitable<void> keep_failure(asio::awaitable<void> work,
                                   std::exception_ptr& first) {
  try {
    co_await std::move(work);
  } catch (...) {
    if (!first) first = std::current_exception();
    throw;
  }
}

}  // namespace

asio::awaitable<void> serve(Room room, Cook cook, std::size_t capacity) {
  using namespace asio::experimental::awaitable_operators;
  // The pass is ours, and outlives both: && ends when both have ended. On
  // several threads it would be a concurrent_channel.
  Pass pass(co_await asio::this_coro::executor, capacity);
  std::exception_ptr first;
  try {
    co_await (keep_failure(take_orders(room, pass), first) &&
              keep_failure(cook_orders(pass, cook), first));
  } catch (...) {
    if (!first) throw;
  }
  if (first) std::rethrow_exception(first);
}

asio::awaitable<void> wait_tables(Room room, Shift& shift) {
  std::exception_ptr failure;
  try {
    while (auto order = co_await room())
      co_await shift.pass.async_send(asio::error_code{}, std::move(*order),
                                     asio::use_awaitable);
  } catch (...) {
    // A handler cannot await: note the failure, and leave the handler first.
    failure = std::current_exception();
  }
  // A plain int will do, as long as all waiters share one thread.
  if (--shift.waiters == 0) {
    try {
      // Cancelled, this co_await throws at once.
      co_await shift.pass.async_send(asio::error::eof, Order(),
                                     asio::use_awaitable);
    } catch (...) {
      // The end was refused: that is news only if nothing failed before.
      if (!failure) failure = std::current_exception();
    }
  }
  if (failure) std::rethrow_exception(failure);
}

asio::awaitable<int> cook_portions(Pass& pass, Cook cook, int portions) {
  // A destructor runs on every way out: return, exception, cancellation.
  struct Closing {
    Pass& pass;
    ~Closing() {
      pass.cancel();  // wakes who waits now; close() would not
      pass.close();   // refuses who comes later; cancel() would not
    }
  } closing{pass};
  int cooked = 0;
  while (cooked < portions) {
    auto [error, order] =
        co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::eof) break;
    if (error) throw asio::system_error(error);
    co_await cook(std::move(order));
    ++cooked;
  }
  co_return cooked;
}

asio::awaitable<std::string> ask(Questions& questions, std::string text) {
  // A channel for one message. Both sides own it: whichever leaves first, the
  // other still has a channel to look at.
  auto reply = std::make_shared<Reply>(co_await asio::this_coro::executor, 1);
  co_await questions.async_send(asio::error_code{}, Question(text, reply),
                                asio::use_awaitable);
  // An exception_ptr as the first argument: use_awaitable throws it for us.
  co_return co_await reply->async_receive(asio::use_awaitable);
}

asio::awaitable<void> answer_questions(Questions& questions, Chef chef) {
  struct Closing {
    Questions& questions;
    ~Closing() {
      questions.cancel();
      // To close the channel settles nothing that it still holds: those who
      // asked would wait for ever. Close their replies, one by one, while we
      // can still read them.
      while (questions.try_receive([](asio::error_code, Question left) {
        // The end of the service asks nothing, and has no reply.
        if (left.reply) left.reply->close();
      })) {
      }
      questions.close();
    }
  } closing{questions};
  for (;;) {
    auto [error, question] =
        co_await questions.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error == asio::error::eof) co_return;
    if (error) throw asio::system_error(error);
    std::exception_ptr failure;
    std::string answer;
    try {
      // Cancelled, this co_await throws before it asks: here, where the reply
      // is settled all the same. A co_await around both would lose it.
      answer = co_await chef(question.text);
    } catch (...) {
      failure = std::current_exception();
    }
    // There is room for the answer, and nobody else answers: it never waits,
    // and cannot fail, even when the one who asked has gone.
    question.reply->try_send(failure, std::move(answer));
  }
}

}  // namespace exo34
