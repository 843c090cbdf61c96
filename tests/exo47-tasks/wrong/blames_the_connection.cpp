// An asio::system_error is taken for a broken connection, that of an effect as
// well: the worker leaves a broker that is there.
// breaks: "When an effect throws, it does not keep the lease any longer, and
//   takes the next task."
// step: 4
// lesson: whose-failure
#include "tasks.hpp"

#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <utility>

namespace exo47 {

namespace {

using namespace asio::experimental::awaitable_operators;

asio::awaitable<std::exception_ptr> failure_of(const Effect& effect,
                                               const Lease& lease) {
  try {
    co_await effect(lease.id, lease.text);
  } catch (...) {
    co_return std::current_exception();
  }
  co_return nullptr;
}

std::string about(const Lease& lease) {
  return ' ' + lease.id + ' ' + std::to_string(lease.token);
}

asio::awaitable<void> keep(Wire& wire, const Lease& lease) {
  const auto third = lease.visibility / 3;
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
    timer.expires_after(third);
    co_await timer.async_wait(asio::use_awaitable);
    timer.expires_after(third);
    const auto answer = co_await (wire.ask("KEEP" + about(lease)) ||
                                  timer.async_wait(asio::use_awaitable));
    if (answer.index() == 1 || std::get<0>(answer) != "OK") co_return;
  }
}

asio::awaitable<void> one_task(Wire& wire, const std::string& name,
                               const Effect& effect) {
  const auto lease = workbook::lease_of(co_await wire.ask("TAKE " + name));
  if (!lease) throw asio::system_error(asio::error::invalid_argument);
  const auto ended =
      co_await (failure_of(effect, *lease) || keep(wire, *lease));
  if (ended.index() == 1) co_return;
  if (const auto failure = std::get<0>(ended)) std::rethrow_exception(failure);
  co_await wire.ask("DONE" + about(*lease));
}

asio::awaitable<void> work_at(Wire wire, const std::string& name,
                              const Effect& effect) {
  for (;;) {
    try {
      co_await one_task(wire, name, effect);
    } catch (const asio::system_error&) {
      throw;
    } catch (...) {
    }
  }
}

}  // namespace

asio::awaitable<void> work(tcp::endpoint broker, std::string name,
                           Effect effect) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer pause(executor);
  for (;;) {
    try {
      tcp::socket socket(executor);
      co_await socket.async_connect(broker, asio::use_awaitable);
      co_await work_at(Wire(std::move(socket)), name, effect);
    } catch (const asio::system_error&) {
    }
    pause.expires_after(retry_pause);
    co_await pause.async_wait(asio::use_awaitable);
  }
}

}  // namespace exo47
