// Waits for the answer whatever happens.
// breaks: "Cancelled, it ends as soon as what it awaits has ended"
// step: 4
// lesson: deaf-to-stop
#include "channels.hpp"

#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <memory>
#include <string>

asio::awaitable<std::string> exo34::ask(Questions& questions,
                                        std::string text) {
  co_await asio::this_coro::reset_cancellation_state(
      asio::disable_cancellation());
  auto reply = std::make_shared<Reply>(co_await asio::this_coro::executor, 1);
  co_await questions.async_send(asio::error_code{}, Question(text, reply),
                                asio::use_awaitable);
  co_return co_await reply->async_receive(asio::use_awaitable);
}
