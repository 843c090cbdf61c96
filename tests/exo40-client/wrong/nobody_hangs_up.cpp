// Stops waiting, and leaves the conversation behind.
// breaks: "When it returns or throws, its connection is closed."
// step: 5
// lesson: connection-left
#include "client.hpp"

#include <asio/buffer.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/error.hpp>
#include <asio/read_until.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <system_error>
#include <utility>

namespace exo40 {

namespace {

bool cancelled(const asio::cancellation_state& state) {
  return state.cancelled() != asio::cancellation_type::none;
}

asio::awaitable<Reply> talk(tcp::endpoint carrier, std::string query) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(carrier, asio::use_awaitable);
  query += '\n';
  co_await asio::async_write(socket, asio::buffer(query), asio::use_awaitable);
  std::string line;
  line.resize(co_await asio::async_read_until(
      socket, asio::dynamic_buffer(line, longest_reply), '\n',
      asio::use_awaitable));
  line.pop_back();
  if (line.ends_with('\r')) line.pop_back();
  auto reply = workbook::reply_of(line);
  if (!reply) throw std::runtime_error("this is no reply: " + line);
  co_return std::move(*reply);
}

}  // namespace

asio::awaitable<void> answer(tcp::endpoint carrier, std::string query,
                             std::shared_ptr<asio::steady_timer> done,
                             std::shared_ptr<Reply> reply,
                             std::shared_ptr<std::exception_ptr> error) {
  try {
    *reply = co_await talk(carrier, std::move(query));
  } catch (...) {
    *error = std::current_exception();
  }
  done->cancel();
}

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
