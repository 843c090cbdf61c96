// Wakes who waits for a value, and lets who waits for an exception sleep.
// step: 4
// lesson: never-wakes
#include "futures.hpp"

#define start reference_start
#include <solutions/exo30-futures/futures.cpp>
#undef start

exo30::Handle exo30::start(asio::any_io_executor executor,
                           asio::awaitable<int> work) {
  auto ending = std::make_shared<Ending>(executor);
  asio::co_spawn(executor, std::move(work),
                 [ending](std::exception_ptr error, int value) {
                   ending->error = error;
                   if (error) return;
                   ending->value = value;
                   ending->here = true;
                   ending->bell.cancel();
                 });
  return [ending] { return value_of(ending); };
}
