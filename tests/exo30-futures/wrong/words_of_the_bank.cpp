// Says that the bank has failed, in words of its own.
// breaks: "An exception of either reaches the caller as it was thrown."
// step: 2
// lesson: exception-lost
#include "futures.hpp"

#include <exception>
#include <stdexcept>
#include <string>

asio::awaitable<exo30::Quote> exo30::quote(std::string item,
                                           Supplier ask_supplier,
                                           Bank ask_bank) {
  Quote quote;
  quote.euros = co_await price_tag(item, ask_supplier);
  try {
    quote.dollars = co_await ask_bank(quote.euros);
  } catch (const std::exception& error) {
    throw std::runtime_error(std::string("the bank: ") + error.what());
  }
  co_return quote;
}
