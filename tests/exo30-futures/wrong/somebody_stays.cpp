// Somebody waits at each tray who is never woken: the loop has no end.
// breaks: "It gives the sum of their points when both have stopped."
// step: 5
// lesson: never-wakes
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/error_code.hpp>
#include <asio/redirect_error.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <memory>
#include <utility>

#include "futures.hpp"

namespace {

asio::awaitable<void> watch(std::shared_ptr<exo30::Tray> tray) {
  asio::steady_timer bell(tray->bell.get_executor(),
                          asio::steady_timer::time_point::max());
  while (!tray->laid) {
    asio::error_code rung;
    co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, rung));
  }
}

}  // namespace

exo30::Handle exo30::start(asio::any_io_executor executor,
                           asio::awaitable<int> work) {
  auto tray = std::make_shared<Tray>(executor);
  asio::co_spawn(executor, watch(tray), asio::detached);
  asio::co_spawn(executor, std::move(work),
                 [tray](std::exception_ptr error, int value) {
                   lay(*tray, error, value);
                 });
  return [tray] { return result_of(*tray); };
}
