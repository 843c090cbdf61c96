// Believes that co_spawn with use_awaitable starts something.
// breaks: "The work begins and goes on by itself on `executor`"
// step: 5
// lesson: starts-late
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>
#include <memory>
#include <utility>

exo30::Handle exo30::start(asio::any_io_executor executor,
                           asio::awaitable<int> work) {
  auto kept = std::make_shared<asio::awaitable<int>>(
      asio::co_spawn(executor, std::move(work), asio::use_awaitable));
  return [kept] { return std::move(*kept); };
}
