// Takes || for "both at once": it ends with the first answer.
// breaks: "It ends when both have answered"
// step: 1
// lesson: returns-early
#include "join.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <string>
#include <variant>

using namespace asio::experimental::awaitable_operators;

asio::awaitable<exo31::Offer> exo31::ask_both(Question<int> price,
                                              Question<std::string> day) {
  Offer offer;
  auto answer = co_await (price() || day());
  if (answer.index() == 0)
    offer.cents = std::get<0>(answer);
  else
    offer.day = std::get<1>(answer);
  co_return offer;
}
