// Takes every error code for the end of the service.
// breaks: "Any other error of the channel leaves, with its error code"
// step: 4
// lesson: every-error-is-the-end
#include "channels.hpp"

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
      questions.close();
    }
  } closing{questions};
  for (;;) {
    auto [error, question] =
        co_await questions.async_receive(asio::as_tuple(asio::use_awaitable));
    if (error) co_return;
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
