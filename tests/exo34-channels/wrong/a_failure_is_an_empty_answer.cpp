// Returns nothing when an exception came instead of an answer.
// breaks: "Throws what came instead of an answer, as it came"
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
                                asio::use_awaitable);
  try {
    co_return co_await reply->async_receive(asio::use_awaitable);
  } catch (...) {
  }
  co_return "";
}
