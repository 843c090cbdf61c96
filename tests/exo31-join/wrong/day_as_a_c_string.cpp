// Hands on the day through a C string, which ends at a zero.
// breaks: "It returns the price and the day just as they were said"
// step: 1
// lesson: wrong-answer
#include "join.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <string>
#include <tuple>

using namespace asio::experimental::awaitable_operators;

asio::awaitable<exo31::Offer> exo31::ask_both(Question<int> price,
                                              Question<std::string> day) {
  const auto answers = co_await (price() && day());
  Offer offer;
  offer.cents = std::get<0>(answers);
  offer.day = std::get<1>(answers).c_str();
  co_return offer;
}
