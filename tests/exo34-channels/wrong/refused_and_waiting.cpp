// Does not look whether the question was accepted, and waits.
// breaks: "Throws when a channel fails: when the question is refused"
// step: 4
// lesson: failure-lost
#include "channels.hpp"

#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <memory>
#include <string>

asio::awaitable<std::string> exo34::ask(Questions& questions,
                                        std::string text) {
  auto reply = std::make_shared<Reply>(co_await asio::this_coro::executor, 1);
  co_await questions.async_send(asio::error_code{}, Question(text, reply),
                                asio::as_tuple(asio::use_awaitable));
  co_return co_await reply->async_receive(asio::use_awaitable);
}
