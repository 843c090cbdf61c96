// Asks for the price tag once for each currency.
// breaks: "The supplier is asked once, then the bank once, whatever the price
//   is."
// step: 2
// lesson: asks-again
#include "futures.hpp"

#include <string>

asio::awaitable<exo30::Quote> exo30::quote(std::string item,
                                           Supplier ask_supplier,
                                           Bank ask_bank) {
  const int euros = co_await price_tag(item, ask_supplier);
  const int dollars = co_await ask_bank(co_await price_tag(item, ask_supplier));
  co_return Quote{euros, dollars};
}
