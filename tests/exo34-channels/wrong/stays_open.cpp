// Wakes those who wait, and refuses nobody later.
// breaks: "so that every later question fails"
// step: 4
// lesson: left-without-answer
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <string>

asio::awaitable<void> exo34::answer_questions(Questions& questions, Chef chef) {
  struct Closing {
    Questions& questions;
    ~Closing() {
      questions.cancel();
      while (questions.try_receive([](asio::error_code, Question left) {
        if (left.reply) left.reply->close();
      })) {
      }
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
      answer = co_await chef(question.text);
    } catch (...) {
      failure = std::current_exception();
    }
    question.reply->try_send(failure, answer);
  }
}
