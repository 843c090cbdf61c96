// Takes the next order before the dish is ready.
// breaks: "until it is ready, the next order stays on the pass"
// step: 1
// lesson: cook-and-forget
#include "channels.hpp"

#include <asio/error.hpp>
#include <asio/system_error.hpp>
#include <asio/use_awaitable.hpp>
#include <vector>

asio::awaitable<void> exo34::cook_orders(Pass& pass, Cook cook) {
  auto [error, order] =
      co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
  while (error != asio::error::eof) {
    if (error) throw asio::system_error(error);
    std::vector<Order> ahead;
    const bool more = pass.try_receive([&](asio::error_code code, Order next) {
      error = code;
      ahead.push_back(next);
    });
    co_await cook(order);
    if (!more) {
      auto [code, next] =
          co_await pass.async_receive(asio::as_tuple(asio::use_awaitable));
      error = code;
      ahead.push_back(next);
    }
    order = ahead.front();
  }
}
