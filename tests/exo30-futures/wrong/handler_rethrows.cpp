// Rethrows in the handler, out of run() and past the handle.
// breaks: "nobody else hears of it"
// step: 5
// lesson: exception-lost
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <exception>
#include <memory>

exo30::Handle exo30::start(asio::any_io_executor executor,
                           asio::awaitable<int> work) {
  auto tray = std::make_shared<Tray>(executor);
  asio::co_spawn(executor, std::move(work),
                 [tray](std::exception_ptr error, int value) {
                   if (error) std::rethrow_exception(error);
                   lay(*tray, nullptr, value);
                 });
  return [tray] { return result_of(*tray); };
}
