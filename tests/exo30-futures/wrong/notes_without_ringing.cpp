// The handler notes the result down, and does not ring.
// breaks: "The handle gives the value of the work, whatever it is, as soon as
//   it is there"
// step: 5
// lesson: never-wakes
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <exception>
#include <memory>

exo30::Handle exo30::start(asio::any_io_executor executor,
                           asio::awaitable<int> work) {
  auto tray = std::make_shared<Tray>(executor);
  asio::co_spawn(executor, std::move(work),
                 [tray](std::exception_ptr error, int value) {
                   tray->error = error;
                   tray->value = value;
                   tray->laid = true;
                 });
  return [tray] { return result_of(*tray); };
}
