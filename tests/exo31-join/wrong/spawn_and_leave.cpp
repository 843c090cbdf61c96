// Starts both, and does not wait for them.
// breaks: "It ends when both have answered"
// step: 1
// lesson: returns-early
#include "join.hpp"

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/this_coro.hpp>
#include <memory>
#include <string>

namespace {
template <class T>
asio::awaitable<void> put(exo31::Question<T> question,
                          std::shared_ptr<exo31::Offer> offer,
                          T exo31::Offer::*place) {
  (*offer).*place = co_await question();
}
}  // namespace

asio::awaitable<exo31::Offer> exo31::ask_both(Question<int> price,
                                              Question<std::string> day) {
  const auto executor = co_await asio::this_coro::executor;
  const auto offer = std::make_shared<Offer>();
  asio::co_spawn(executor, put(price, offer, &Offer::cents), asio::detached);
  asio::co_spawn(executor, put(day, offer, &Offer::day), asio::detached);
  co_return *offer;
}
