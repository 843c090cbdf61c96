// Hands out the value as it is, there or not.
// step: 4
// lesson: read-too-early
#include "futures.hpp"

#define start reference_start
#include <solutions/exo30-futures/futures.cpp>
#undef start

namespace {
asio::awaitable<int> peek(std::shared_ptr<exo30::Ending> ending) {
  if (ending->error) std::rethrow_exception(ending->error);
  co_return ending->value;
}
}  // namespace

exo30::Handle exo30::start(asio::any_io_executor executor,
                           asio::awaitable<int> work) {
  auto ending = std::make_shared<Ending>(executor);
  asio::co_spawn(executor, std::move(work),
                 [ending](std::exception_ptr error, int value) {
                   ending->error = error;
                   ending->value = value;
                 });
  return [ending] { return peek(ending); };
}
