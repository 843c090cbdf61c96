// Keeps the work until somebody awaits it.
// breaks: "The work begins and goes on by itself on `executor`"
// step: 5
// lesson: starts-late
#include "futures.hpp"

#include <memory>
#include <utility>

exo30::Handle exo30::start(asio::any_io_executor, asio::awaitable<int> work) {
  auto kept = std::make_shared<asio::awaitable<int>>(std::move(work));
  return [kept] { return std::move(*kept); };
}
