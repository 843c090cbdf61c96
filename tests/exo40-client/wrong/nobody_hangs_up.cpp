// Stops waiting, and leaves the conversation behind.
// breaks: "When it returns or throws, its connection is closed."
// step: 5
// lesson: connection-left
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/error.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <exo40-client/plain_fetch.hpp>
#include <memory>
#include <system_error>

namespace exo40 {

namespace {

asio::awaitable<void> answer(tcp::endpoint carrier, std::string query,
                             std::shared_ptr<asio::steady_timer> done,
                             std::shared_ptr<Reply> reply,
                             std::shared_ptr<std::exception_ptr> error) {
  try {
    *reply = co_await plain::talk(carrier, std::move(query));
  } catch (...) {
    *error = std::current_exception();
  }
  done->cancel();
}

}  // namespace

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  const auto executor = co_await asio::this_coro::executor;
  const auto done = std::make_shared<asio::steady_timer>(executor, within);
  const auto reply = std::make_shared<Reply>();
  const auto error = std::make_shared<std::exception_ptr>();
  asio::co_spawn(executor,
                 answer(carrier, std::move(query), done, reply, error),
                 asio::detached);
  asio::error_code rung;
  co_await done->async_wait(asio::redirect_error(asio::use_awaitable, rung));
  if (!rung) throw std::system_error(asio::error::timed_out);
  if (*error) std::rethrow_exception(*error);
  if (!reply->status) throw std::system_error(rung);
  co_return *reply;
}

}  // namespace exo40
