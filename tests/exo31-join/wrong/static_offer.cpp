// Keeps the offer in a static variable, which the next parcel overwrites.
// breaks: "Nothing is kept from one call of a function to another"
// step: 1
// lesson: remembers
#include "join.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <string>

using namespace asio::experimental::awaitable_operators;

namespace {
template <class T>
asio::awaitable<void> put(exo31::Question<T> question, T& place) {
  place = co_await question();
}
}  // namespace

asio::awaitable<exo31::Offer> exo31::ask_both(Question<int> price,
                                              Question<std::string> day) {
  static Offer offer;
  co_await (put(price, offer.cents) && put(day, offer.day));
  co_return offer;
}
