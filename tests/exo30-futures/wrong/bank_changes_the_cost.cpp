// Changes the supplier's price, not the stall's.
// step: 2
// lesson: wrong-sum
#include "futures.hpp"

#define quote reference_quote
#include <solutions/exo30-futures/futures.cpp>
#undef quote

asio::awaitable<exo30::Quote> exo30::quote(std::string item,
                                           Supplier ask_supplier,
                                           Bank ask_bank) {
  Quote quote;
  const int cost = co_await ask_supplier(item);
  quote.euros = cost + cost / 4;
  quote.dollars = co_await ask_bank(cost);
  co_return quote;
}
