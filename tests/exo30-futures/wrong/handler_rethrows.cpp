// Rethrows in the handler, out of run() and past the handle.
// step: 4
// lesson: exception-lost
#include "futures.hpp"

#define start reference_start
#include <solutions/exo30-futures/futures.cpp>
#undef start

exo30::Handle exo30::start(asio::any_io_executor executor,
                           asio::awaitable<int> work) {
  auto ending = std::make_shared<Ending>(executor);
  asio::co_spawn(executor, std::move(work),
                 [ending](std::exception_ptr error, int value) {
                   if (error) std::rethrow_exception(error);
                   ending->value = value;
                   ending->here = true;
                   ending->bell.cancel();
                 });
  return [ending] { return value_of(ending); };
}
