// Starts the work on a strand that nobody asked for.
// breaks: "The work begins and goes on by itself on `executor`"
// step: 5
// lesson: wrong-executor
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/strand.hpp>
#include <exception>
#include <memory>

exo30::Handle exo30::start(asio::any_io_executor executor,
                           asio::awaitable<int> work) {
  auto tray = std::make_shared<Tray>(executor);
  asio::co_spawn(asio::make_strand(executor), std::move(work),
                 [tray](std::exception_ptr error, int value) {
                   lay(*tray, error, value);
                 });
  return [tray] { return result_of(*tray); };
}
