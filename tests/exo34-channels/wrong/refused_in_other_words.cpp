// Throws words of its own when the question is refused.
// breaks: "What a channel fails with leaves, with its error code"
// step: 4
// lesson: another-exception
#include "channels.hpp"

#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <memory>
#include <stdexcept>
#include <string>

asio::awaitable<std::string> exo34::ask(Questions& questions,
                                        std::string text) {
  auto reply = std::make_shared<Reply>(co_await asio::this_coro::executor, 1);
  auto [refused] =
      co_await questions.async_send(asio::error_code{}, Question(text, reply),
                                    asio::as_tuple(asio::use_awaitable));
  if (refused) throw std::runtime_error("the kitchen has closed");
  co_return co_await reply->async_receive(asio::use_awaitable);
}
