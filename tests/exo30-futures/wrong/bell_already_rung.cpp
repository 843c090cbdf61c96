// Waits for the bell, also when it has rung already.
// step: 4
// lesson: never-wakes
#include "futures.hpp"

#define start reference_start
#include <solutions/exo30-futures/futures.cpp>
#undef start

namespace {
asio::awaitable<int> wait_for_bell(std::shared_ptr<exo30::Ending> ending) {
  asio::error_code rung;
  co_await ending->bell.async_wait(
      asio::redirect_error(asio::use_awaitable, rung));
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
                   ending->bell.cancel();
                 });
  return [ending] { return wait_for_bell(ending); };
}
