// Blocks the one thread until it has the answers that it should bring.
// breaks: "It ends when both have answered"
// step: 1
// lesson: never-returns
#include "join.hpp"

#include <asio/co_spawn.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_future.hpp>
#include <future>
#include <string>

asio::awaitable<exo31::Offer> exo31::ask_both(Question<int> price,
                                              Question<std::string> day) {
  const auto executor = co_await asio::this_coro::executor;
  auto cents = asio::co_spawn(executor, price(), asio::use_future);
  auto name = asio::co_spawn(executor, day(), asio::use_future);
  Offer offer;
  offer.cents = cents.get();
  offer.day = name.get();
  co_return offer;
}
