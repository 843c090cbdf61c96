// Starts the work on the executor of the system.
// breaks: "The work begins and goes on by itself on `executor`"
// step: 5
// lesson: starts-late
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>
#include <exception>
#include <memory>

namespace {
asio::io_context background;
}

exo30::Handle exo30::start(asio::any_io_executor, asio::awaitable<int> work) {
  auto tray = std::make_shared<Tray>(background.get_executor());
  asio::co_spawn(background, std::move(work),
                 [tray](std::exception_ptr error, int value) {
                   lay(*tray, error, value);
                 });
  return [tray] { return result_of(*tray); };
}
