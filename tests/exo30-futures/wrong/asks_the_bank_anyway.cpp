// Asks the bank even if there is no price.
// breaks: "If the supplier fails, the bank is not asked."
// step: 2
// lesson: exception-lost
#include "futures.hpp"

#include <exception>

asio::awaitable<exo30::Quote> exo30::quote(std::string item,
                                           Supplier ask_supplier,
                                           Bank ask_bank) {
  Quote quote;
  std::exception_ptr failure;
  try {
    quote.euros = co_await price_tag(item, ask_supplier);
  } catch (...) {
    failure = std::current_exception();
  }
  quote.dollars = co_await ask_bank(quote.euros);
  if (failure) std::rethrow_exception(failure);
  co_return quote;
}
