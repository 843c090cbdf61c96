// Answers from memory what was asked before.
// breaks: "The text is sent once"
// step: 4
// lesson: wrong-answer
#include "channels.hpp"

#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <map>
#include <memory>
#include <string>
#include <utility>

asio::awaitable<std::string> exo34::ask(Questions& questions,
                                        std::string text) {
  static std::map<std::pair<Questions*, std::string>, std::string> known;
  const std::pair key(&questions, text);
  if (known.contains(key)) co_return known[key];
  auto reply = std::make_shared<Reply>(co_await asio::this_coro::executor, 1);
  co_await questions.async_send(asio::error_code{}, Question(text, reply),
                                asio::use_awaitable);
  known[key] = co_await reply->async_receive(asio::use_awaitable);
  co_return known[key];
}
