// Makes a reply channel without room for the answer.
// breaks: "with room for the answer even if nobody waits for it yet"
// step: 4
// lesson: no-room-for-the-answer
#include "channels.hpp"

#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <memory>
#include <string>

asio::awaitable<std::string> exo34::ask(Questions& questions,
                                        std::string text) {
  auto reply = std::make_shared<Reply>(co_await asio::this_coro::executor);
  co_await questions.async_send(asio::error_code{}, Question(text, reply),
                                asio::use_awaitable);
  co_return co_await reply->async_receive(asio::use_awaitable);
}
