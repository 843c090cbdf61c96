// Uses && to start both, then asks again to have the values.
// breaks: "Each question is called once, and what it makes is awaited once."
// step: 1
// lesson: asked-twice
#include "join.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <string>

using namespace asio::experimental::awaitable_operators;

asio::awaitable<exo31::Offer> exo31::ask_both(Question<int> price,
                                              Question<std::string> day) {
  co_await (price() && day());
  Offer offer;
  offer.cents = co_await price();
  offer.day = co_await day();
  co_return offer;
}
