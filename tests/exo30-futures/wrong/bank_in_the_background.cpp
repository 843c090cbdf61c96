// Does not wait for the bank.
// step: 2
// lesson: read-too-early
#include "futures.hpp"

#define quote reference_quote
#include <solutions/exo30-futures/futures.cpp>
#undef quote

asio::awaitable<exo30::Quote> exo30::quote(std::string item,
                                           Supplier ask_supplier,
                                           Bank ask_bank) {
  auto quote = std::make_shared<Quote>();
  quote->euros = co_await price_tag(item, ask_supplier);
  asio::co_spawn(
      co_await asio::this_coro::executor, ask_bank(quote->euros),
      [quote](std::exception_ptr, int dollars) { quote->dollars = dollars; });
  co_return *quote;
}
