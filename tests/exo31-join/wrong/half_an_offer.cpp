// Forgets to look at one of the two answers.
// breaks: "It returns the price and the day just as they were said"
// step: 1
// lesson: wrong-answer
#include "join.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <string>
#include <variant>

using namespace asio::experimental::awaitable_operators;

asio::awaitable<exo31::Offer> exo31::ask_both(Question<int> price,
                                              Question<std::string> day) {
  Offer offer;
  auto answers = co_await (price() && day());
  offer.cents = std::get<0>(answers);
  co_return offer;
}
