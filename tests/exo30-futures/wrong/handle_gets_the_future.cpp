// The handle blocks the event loop with get().
// breaks: "The handle gives the value of the work, whatever it is, as soon as
//   it is there"
// step: 5
// lesson: waits-for-itself
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/use_future.hpp>
#include <future>
#include <memory>
#include <utility>

namespace {
asio::awaitable<int> value_in(std::shared_ptr<std::future<int>> future) {
  co_return future->get();
}
}  // namespace

exo30::Handle exo30::start(asio::any_io_executor executor,
                           asio::awaitable<int> work) {
  auto future = std::make_shared<std::future<int>>(
      asio::co_spawn(executor, std::move(work), asio::use_future));
  return [future] { return value_in(future); };
}
