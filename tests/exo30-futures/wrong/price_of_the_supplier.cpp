// Asks the bank about the price of the supplier, not about the tag.
// breaks: "`euros` is the price tag of the item, `dollars` what the bank gives
//   for that price."
// step: 2
// lesson: wrong-sum
#include "futures.hpp"

asio::awaitable<exo30::Quote> exo30::quote(std::string item,
                                           Supplier ask_supplier,
                                           Bank ask_bank) {
  const int cost = co_await ask_supplier(item);
  Quote quote;
  quote.euros = cost + cost / 4;
  quote.dollars = co_await ask_bank(cost);
  co_return quote;
}
