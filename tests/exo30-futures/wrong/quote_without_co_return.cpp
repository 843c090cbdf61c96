// Fills the quote, and forgets to co_return it.
// breaks: "`euros` is the price tag of the item, `dollars` what the bank gives
//   for that price."
// step: 2
// lesson: falls-off-the-end
#include "futures.hpp"

asio::awaitable<exo30::Quote> exo30::quote(std::string item,
                                           Supplier ask_supplier,
                                           Bank ask_bank) {
  Quote quote;
  quote.euros = co_await price_tag(item, ask_supplier);
  quote.dollars = co_await ask_bank(quote.euros);
}
