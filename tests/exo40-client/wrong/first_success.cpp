// Waits for the reply or for the limit, whichever succeeds first.
// breaks: "When the reply is not whole after `within`, counted from the
//   call, it throws asio::error::timed_out."
// step: 5
// lesson: failure-comes-late
#include "client.hpp"

#include <asio/buffer.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
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

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  using namespace asio::experimental::awaitable_operators;
  asio::steady_timer limit(co_await asio::this_coro::executor, within);
  auto first = co_await (talk(carrier, std::move(query)) ||
                         limit.async_wait(asio::use_awaitable));
  if (first.index() == 1) throw std::system_error(asio::error::timed_out);
  co_return std::get<0>(std::move(first));
}

}  // namespace exo40
