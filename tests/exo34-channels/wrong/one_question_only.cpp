// Answers the first question, and goes home.
// breaks: "One question after another, in the order of coming"
// step: 4
// lesson: wrong-answer
#include "channels.hpp"

#include <asio/use_awaitable.hpp>
#include <exception>

asio::awaitable<void> exo34::answer_questions(Questions& questions, Chef chef) {
  auto question = co_await questions.async_receive(asio::use_awaitable);
  auto answer = co_await chef(question.text);
  question.reply->try_send(std::exception_ptr(), answer);
}
