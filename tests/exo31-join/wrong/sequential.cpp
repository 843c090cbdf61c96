// Awaits one answer before it asks for the other.
// breaks: "All are asked at once, however many there are: none has to wait for
//   the answer of another one."
// step: 1
// lesson: one-after-another
#include "join.hpp"

#include <string>

asio::awaitable<exo31::Offer> exo31::ask_both(Question<int> price,
                                              Question<std::string> day) {
  Offer offer;
  offer.cents = co_await price();
  offer.day = co_await day();
  co_return offer;
}
