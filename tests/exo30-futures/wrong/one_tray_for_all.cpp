// All works lay their results on the same tray.
// breaks: "Any number of works go on side by side, each with a handle of its
//   own."
// step: 5
// lesson: one-work-only
#include "futures.hpp"

#include <asio/co_spawn.hpp>
#include <exception>
#include <memory>

namespace {
std::weak_ptr<exo30::Tray> kept;
}

exo30::Handle exo30::start(asio::any_io_executor executor,
                           asio::awaitable<int> work) {
  auto tray = kept.lock();
  if (!tray) kept = tray = std::make_shared<Tray>(executor);
  asio::co_spawn(executor, std::move(work),
                 [tray](std::exception_ptr error, int value) {
                   lay(*tray, error, value);
                 });
  return [tray] { return result_of(*tray); };
}
