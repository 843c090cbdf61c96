// The work is cancelled when its handle is dropped.
// breaks: "also when the handle is dropped"
// step: 5
// lesson: starts-late
#include "futures.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <exception>
#include <memory>

namespace {
struct Work {
  explicit Work(asio::any_io_executor executor) : tray(executor) {}
  exo30::Tray tray;
  asio::cancellation_signal stop;
};
struct Share {
  std::shared_ptr<Work> work;
  ~Share() { work->stop.emit(asio::cancellation_type::terminal); }
};
}  // namespace

exo30::Handle exo30::start(asio::any_io_executor executor,
                           asio::awaitable<int> work) {
  auto kept = std::make_shared<Work>(executor);
  asio::co_spawn(
      executor, std::move(work),
      asio::bind_cancellation_slot(kept->stop.slot(),
                                   [kept](std::exception_ptr error, int value) {
                                     lay(kept->tray, error, value);
                                   }));
  auto share = std::make_shared<Share>(kept);
  return [share] { return result_of(share->work->tray); };
}
