// Runs the work to its end, and then hands out the handle.
// breaks: "It returns at once."
// step: 5
// lesson: waits-for-itself
#include "futures.hpp"

#include <asio/use_awaitable.hpp>
#include <exception>
#include <memory>

exo30::Handle exo30::start(asio::any_io_executor executor,
                           asio::awaitable<int> work) {
  auto tray = std::make_shared<Tray>(executor);
  try {
    lay(*tray, nullptr, block_on(std::move(work)));
  } catch (...) {
    lay(*tray, std::current_exception(), 0);
  }
  return [tray] { return result_of(*tray); };
}
