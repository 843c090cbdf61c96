// Believes that co_spawn with use_awaitable starts something.
// step: 4
// lesson: starts-late
#include "futures.hpp"

#define start reference_start
#include <solutions/exo30-futures/futures.cpp>
#undef start

exo30::Handle exo30::start(asio::any_io_executor executor,
                           asio::awaitable<int> work) {
  auto kept = std::make_shared<asio::awaitable<int>>(
      asio::co_spawn(executor, std::move(work), asio::use_awaitable));
  return [kept] { return std::move(*kept); };
}
