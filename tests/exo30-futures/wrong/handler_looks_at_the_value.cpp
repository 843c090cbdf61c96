// Takes "failed" for a value.
// breaks: "An exception of the work waits for whoever awaits the handle"
// step: 5
// lesson: exception-lost
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <exception>
#include <memory>

exo30::Handle exo30::start(asio::any_io_executor executor,
                           asio::awaitable<int> work) {
  auto tray = std::make_shared<Tray>(executor);
  asio::co_spawn(
      executor, std::move(work),
      [tray](std::exception_ptr, int value) { lay(*tray, nullptr, value); });
  return [tray] { return result_of(*tray); };
}
