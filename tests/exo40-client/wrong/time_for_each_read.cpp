// Allows so much time for each read.
// breaks: "When the reply is not whole after `within`, counted from the
//   call, it throws asio::error::timed_out."
// step: 5
// lesson: waits-for-ever
#include "client.hpp"

#include <asio/buffer.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/parallel_group.hpp>
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

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

bool cancelled(const asio::cancellation_state& state) {
  return state.cancelled() != asio::cancellation_type::none;
}

asio::awaitable<Reply> talk(tcp::endpoint carrier, std::string query,
                            asio::steady_timer& limit, Duration within) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(carrier, asio::use_awaitable);
  query += '\n';
  co_await asio::async_write(socket, asio::buffer(query), asio::use_awaitable);
  std::string line;
  char byte = 0;
  while (byte != '\n') {
    if (line.size() == longest_reply)
      throw std::system_error(asio::error::not_found);
    co_await socket.async_read_some(asio::buffer(&byte, 1),
                                    asio::use_awaitable);
    line += byte;
    if (Clock::now() < limit.expiry()) limit.expires_after(within);
  }
  line.pop_back();
  if (line.ends_with('\r')) line.pop_back();
  auto reply = workbook::reply_of(line);
  if (!reply) throw std::runtime_error("this is no reply: " + line);
  co_return std::move(*reply);
}

}  // namespace

asio::awaitable<void> watch(asio::steady_timer& limit) {
  while (Clock::now() < limit.expiry()) co_await limit.async_wait(as_result);
}

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer limit(executor, within);
  auto talking = asio::co_spawn(
      executor, talk(carrier, std::move(query), limit, within), asio::deferred);
  auto watching = asio::co_spawn(executor, watch(limit), asio::deferred);
  auto [order, error, reply, ignored] =
      co_await asio::experimental::make_parallel_group(std::move(talking),
                                                       std::move(watching))
          .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
  if (!error) co_return std::move(reply);
  const auto stop = co_await asio::this_coro::cancellation_state;
  if (order[0] == 1 && !cancelled(stop))
    throw std::system_error(asio::error::timed_out);
  std::rethrow_exception(error);
}

}  // namespace exo40
