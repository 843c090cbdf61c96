// Uses && to start both, then asks again to have the values.
// step: 1
// lesson: asked-twice
#include "join.hpp"

#define ask_both reference_ask_both
#include <solutions/exo31-join/join.cpp>
#undef ask_both

asio::awaitable<exo31::Offer> exo31::ask_both(Question<int> price,
                                              Question<std::string> day) {
  co_await (price() && day());
  Offer offer;
  offer.cents = co_await price();
  offer.day = co_await day();
  co_return offer;
}
