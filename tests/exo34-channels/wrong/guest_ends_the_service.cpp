// Ends the service when it has its answer.
// breaks: "and nothing else is"
// step: 4
// lesson: asked-again
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
  auto answer = co_await reply->async_receive(asio::use_awaitable);
  questions.try_send(asio::error::eof, Question());
  co_return answer;
}
