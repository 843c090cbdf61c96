// Leaves the "\r" in the line that reply_of is asked about.
// breaks: "The reply is understood at its last byte, in however many pieces it
//   comes, with "\n" or with "\r\n" at its end."
// step: 5
// lesson: reply-is-a-line
#include "client.hpp"

#include <asio/buffer.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/parallel_group.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <system_error>
#include <utility>
#include <workbook/asio.hpp>

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
  auto reply = workbook::reply_of(line);
  if (!reply) throw std::system_error(asio::error::invalid_argument);
  co_return std::move(*reply);
}

}  // namespace

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer limit(executor, within);
  auto talking =
      asio::co_spawn(executor, talk(carrier, std::move(query)), asio::deferred);
  auto [order, error, reply, ignored] =
      co_await asio::experimental::make_parallel_group(
          std::move(talking), limit.async_wait(asio::deferred))
          .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
  if (!error) co_return std::move(reply);
  const auto stop = co_await asio::this_coro::cancellation_state;
  if (order[0] == 1 && !cancelled(stop))
    throw std::system_error(asio::error::timed_out);
  std::rethrow_exception(error);
}

}  // namespace exo40
