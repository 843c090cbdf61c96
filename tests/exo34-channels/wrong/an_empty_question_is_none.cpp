// Answers an empty question itself, with nothing.
// breaks: "The text is sent once, as it is, even an empty one"
// step: 4
// lesson: empty-counts-too
#include "channels.hpp"

#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <memory>
#include <string>

asio::awaitable<std::string> exo34::ask(Questions& questions,
                                        std::string text) {
  if (text.empty()) co_return "";
  auto reply = std::make_shared<Reply>(co_await asio::this_coro::executor, 1);
  co_await questions.async_send(asio::error_code{}, Question(text, reply),
                                asio::use_awaitable);
  co_return co_await reply->async_receive(asio::use_awaitable);
}
