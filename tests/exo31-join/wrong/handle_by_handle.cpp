// Starts all, then awaits one handle after another.
// breaks: "Each answer is handed on as soon as it arrives, whoever is still
//   thinking"
// step: 4
// lesson: asking-order
#include "join.hpp"

#include <asio/co_spawn.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <vector>

namespace {
struct Handle {
  explicit Handle(asio::any_io_executor executor)
      : ready(executor, asio::steady_timer::time_point::max()) {}
  asio::steady_timer ready;
  std::optional<int> cents;
  std::exception_ptr error;
};

asio::awaitable<int> await_handle(std::shared_ptr<Handle> handle) {
  asio::error_code woken;
  if (!handle->cents)
    co_await handle->ready.async_wait(
        asio::redirect_error(asio::use_awaitable, woken));
  if (handle->error) std::rethrow_exception(handle->error);
  co_return *handle->cents;
}
}  // namespace

asio::awaitable<void> exo31::ask_each(std::vector<Shop> shops,
                                      const Report& report) {
  const auto executor = co_await asio::this_coro::executor;
  std::vector<std::shared_ptr<Handle>> handles;
  for (auto& shop : shops) {
    auto handle = std::make_shared<Handle>(executor);
    asio::co_spawn(executor, shop(),
                   [handle](std::exception_ptr error, int cents) {
                     handle->error = error;
                     handle->cents = cents;
                     handle->ready.cancel();
                   });
    handles.push_back(handle);
  }
  for (std::size_t i = 0; i < handles.size(); ++i) {
    const int cents = co_await await_handle(handles[i]);
    report(i, cents);
  }
}
