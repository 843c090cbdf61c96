// The handler lays the result on another tray than that of the handle.
// breaks: "The handle gives the value of the work, whatever it is, as soon as
//   it is there"
// step: 5
// lesson: captured-locals
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <exception>
#include <memory>

exo30::Handle exo30::start(asio::any_io_executor executor,
                           asio::awaitable<int> work) {
  auto tray = std::make_shared<Tray>(executor);
  asio::co_spawn(executor, std::move(work),
                 [executor](std::exception_ptr error, int value) {
                   Tray own(executor);
                   lay(own, error, value);
                 });
  return [tray] { return result_of(*tray); };
}
