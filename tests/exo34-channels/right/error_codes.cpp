// Error codes everywhere: redirect_error, no structured binding, clean-up in
// catch blocks, and a chef who is served by one small function per question.
#include <asio/bind_cancellation_slot.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/redirect_error.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include "channels.hpp"

namespace exo34 {

asio::awaitable<void> take_orders(Room room, Pass& pass) {
  asio::error_code none, end = asio::error::eof;
  for (;;) {
    const std::optional<Order> order = co_await room();
    if (!order.has_value()) break;
    co_await pass.async_send(none, *order, asio::use_awaitable);
  }
  Order nothing;
  co_await pass.async_send(end, nothing, asio::use_awaitable);
}

asio::awaitable<void> cook_orders(Pass& pass, Cook cook) {
  asio::error_code error;
  while (!error) {
    Order order = co_await pass.async_receive(
        asio::redirect_error(asio::use_awaitable, error));
    if (!error) co_await cook(order);
  }
  if (error != asio::error::eof) throw asio::system_error(error);
}

asio::awaitable<void> serve(Room room, Cook cook, std::size_t capacity) {
  using asio::experimental::awaitable_operators::operator&&;
  auto executor = co_await asio::this_coro::executor;
  auto pass = std::make_unique<Pass>(executor, capacity);
  // Whichever fails first, the other is cancelled.
  co_await (cook_orders(*pass, cook) && take_orders(room, *pass));
}

namespace {

asio::awaitable<void> bring_orders(Room& room, Pass& pass) {
  while (std::optional<Order> order = co_await room()) {
    asio::error_code error;
    co_await pass.async_send(asio::error_code(), *order,
                             asio::redirect_error(asio::use_awaitable, error));
    if (error) throw asio::system_error(error, "the kitchen has closed");
  }
}

void close(Pass& pass) {
  pass.cancel();
  pass.close();
}

}  // namespace

asio::awaitable<void> wait_tables(Room room, Shift& shift) {
  std::exception_ptr failure;
  try {
    co_await bring_orders(room, shift.pass);
  } catch (...) {
    failure = std::current_exception();
  }
  shift.waiters -= 1;
  const bool last = shift.waiters == 0;
  if (last && shift.pass.is_open()) {
    asio::error_code ignored;
    co_await shift.pass.async_send(
        asio::error::eof, Order(),
        asio::redirect_error(asio::use_awaitable, ignored));
  }
  if (failure) std::rethrow_exception(failure);
}

asio::awaitable<int> cook_portions(Pass& pass, Cook cook, int portions) {
  int cooked = 0;
  try {
    while (cooked < portions) {
      asio::error_code error;
      Order order = co_await pass.async_receive(
          asio::redirect_error(asio::use_awaitable, error));
      if (error == asio::error::eof) break;
      if (error) throw asio::system_error(error);
      co_await cook(order);
      ++cooked;
    }
  } catch (...) {
    close(pass);
    throw;
  }
  close(pass);
  co_return cooked;
}

asio::awaitable<std::string> ask(Questions& questions, std::string text) {
  auto executor = co_await asio::this_coro::executor;
  Question question(std::move(text), std::make_shared<Reply>(executor, 1));
  co_await questions.async_send(asio::error_code(), question,
                                asio::use_awaitable);
  std::string answer =
      co_await question.reply->async_receive(asio::use_awaitable);
  co_return answer;
}

namespace {

asio::awaitable<void> answer_one(Question& question, Chef& chef) {
  std::exception_ptr failure;
  std::string answer;
  try {
    answer = co_await chef(question.text);
  } catch (...) {
    failure = std::current_exception();
  }
  question.reply->try_send(failure, answer);
}

void turn_away(Questions& questions, Question& in_hand) {
  auto gone = std::make_exception_ptr(
      asio::system_error(asio::error::operation_aborted));
  auto refuse = [&](asio::error_code error, Question question) {
    if (!error && question.reply) question.reply->try_send(gone, "");
  };
  refuse(asio::error_code(), in_hand);
  questions.cancel();
  while (questions.try_receive(refuse)) continue;
  questions.close();
}

}  // namespace

asio::awaitable<void> answer_questions(Questions& questions, Chef chef) {
  // Not inside the loop: cancelled, it throws before answer_one begins, and the
  // question in hand is still to be refused. A reply that holds an answer has
  // no room for a refusal.
  Question question;
  try {
    for (;;) {
      asio::error_code error;
      question = co_await questions.async_receive(
          asio::redirect_error(asio::use_awaitable, error));
      if (error == asio::error::eof) break;
      if (error) throw asio::system_error(error);
      co_await answer_one(question, chef);
    }
  } catch (...) {
    turn_away(questions, question);
    throw;
  }
  turn_away(questions, question);
}

}  // namespace exo34
