// Takes a bank that fails for one that gives nothing.
// breaks: "An exception of either reaches the caller as it was thrown."
// step: 2
// lesson: exception-lost
#include "futures.hpp"

#include <string>

asio::awaitable<exo30::Quote> exo30::quote(std::string item,
                                           Supplier ask_supplier,
                                           Bank ask_bank) {
  Quote quote;
  quote.euros = co_await price_tag(item, ask_supplier);
  try {
    quote.dollars = co_await ask_bank(quote.euros);
  } catch (...) {
  }
  co_return quote;
}
