// Goes on after a failure, and leaves the question without reply.
// breaks: "What the chef throws goes to the one who asked"
// step: 4
// lesson: no-answer-on-error
#include "channels.hpp"

#include <asio/use_awaitable.hpp>
#include <exception>

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
    try {
      auto answer = co_await chef(question.text);
      question.reply->try_send(std::exception_ptr(), answer);
    } catch (const std::exception&) {
    }
  }
}
