// Cancelled, it drops the question that it has just taken.
// breaks: "a question that it has taken gets an answer or an exception"
// step: 4
// lesson: left-without-answer
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <string>

namespace {
// Once cancelled, a co_await of this throws before it begins.
asio::awaitable<void> answer_one(exo34::Question question, exo34::Chef& chef) {
  std::exception_ptr failure;
  std::string answer;
  try {
    answer = co_await chef(question.text);
  } catch (...) {
    failure = std::current_exception();
  }
  question.reply->try_send(failure, answer);
}
}  // namespace

asio::awaitable<void> exo34::answer_questions(Questions& questions, Chef chef) {
  struct Closing {
    Questions& questions;
    ~Closing() {
      questions.cancel();
      while (questions.try_receive([](asio::error_code, Question left) {
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
    co_await answer_one(question, chef);
  }
}
