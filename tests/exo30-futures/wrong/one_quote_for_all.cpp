// Fills in one static quote, which two calls share.
// breaks: "`euros` is the price tag of the item"
// step: 2
// lesson: one-work-only
#include <string>
#include <utility>

#include "futures.hpp"

asio::awaitable<exo30::Quote> exo30::quote(std::string item,
                                           Supplier ask_supplier,
                                           Bank ask_bank) {
  static Quote quote;
  quote.euros = co_await price_tag(std::move(item), std::move(ask_supplier));
  quote.dollars = co_await ask_bank(quote.euros);
  co_return quote;
}
