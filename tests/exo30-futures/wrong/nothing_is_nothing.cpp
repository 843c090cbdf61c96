// Does not ask the bank about a price of nothing.
// breaks: "The supplier is asked once, then the bank once, whatever the price
//   is."
// step: 2
// lesson: asks-again
#include "futures.hpp"

asio::awaitable<exo30::Quote> exo30::quote(std::string item,
                                           Supplier ask_supplier,
                                           Bank ask_bank) {
  Quote quote;
  quote.euros = co_await price_tag(item, ask_supplier);
  if (quote.euros != 0) quote.dollars = co_await ask_bank(quote.euros);
  co_return quote;
}
