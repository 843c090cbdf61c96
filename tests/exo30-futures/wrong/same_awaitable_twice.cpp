// Awaits one awaitable two times.
// breaks: "The supplier is asked once, then the bank once, whatever the price
//   is."
// step: 2
// lesson: awaited-twice
#include "futures.hpp"

#include <string>
#include <utility>

asio::awaitable<exo30::Quote> exo30::quote(std::string item,
                                           Supplier ask_supplier,
                                           Bank ask_bank) {
  auto tag = price_tag(item, ask_supplier);
  Quote quote;
  quote.euros = co_await std::move(tag);
  quote.dollars = co_await ask_bank(co_await std::move(tag));
  co_return quote;
}
