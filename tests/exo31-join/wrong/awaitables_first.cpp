// Makes both awaitables first, and takes that for asking.
// breaks: "All are asked at once, however many there are: none has to wait for
//   the answer of another one."
// step: 1
// lesson: calling-is-not-asking
#include "join.hpp"

#include <string>
#include <utility>

asio::awaitable<exo31::Offer> exo31::ask_both(Question<int> price,
                                              Question<std::string> day) {
  auto asked_price = price();
  auto asked_day = day();
  Offer offer;
  offer.cents = co_await std::move(asked_price);
  offer.day = co_await std::move(asked_day);
  co_return offer;
}
