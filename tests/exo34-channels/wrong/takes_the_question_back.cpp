// Who gives up says so, in a second message.
// breaks: "The text is sent once, as it is, even an empty one, and nothing else
//   is"
// step: 4
// lesson: wrong-answer
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <memory>
#include <string>

asio::awaitable<std::string> exo34::ask(Questions& questions,
                                        std::string text) {
  auto reply = std::make_shared<Reply>(co_await asio::this_coro::executor, 1);
  co_await questions.async_send(asio::error_code{}, Question(text, reply),
                                asio::use_awaitable);
  try {
    co_return co_await reply->async_receive(asio::use_awaitable);
  } catch (...) {
    questions.try_send(asio::error::operation_aborted, Question(text, nullptr));
    throw;
  }
}
