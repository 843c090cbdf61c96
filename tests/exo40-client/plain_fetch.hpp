// For wrong answers: a fetch() that is right, in pieces. Each answer does one
// of these pieces in its own way.
//
//   struct NoLimit : plain::Talk {
//     std::size_t longest() override { return std::string::npos; }
//   };
#pragma once

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
#include <cstddef>
#include <exception>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <workbook/asio.hpp>

#include "client.hpp"

namespace exo40::plain {

// A connection, a question, a reply.
struct Talk {
  virtual ~Talk() = default;

  asio::awaitable<Reply> hold(tcp::endpoint carrier, std::string query) {
    tcp::socket socket(co_await asio::this_coro::executor);
    co_await socket.async_connect(carrier, asio::use_awaitable);
    query += '\n';
    co_await send(socket, query);
    const auto text = without_end(co_await read(socket));
    auto reply = workbook::reply_of(text);
    if (!reply) reply = not_understood(text);
    co_return std::move(*reply);
  }

  virtual asio::awaitable<void> send(tcp::socket& socket,
                                     const std::string& query) {
    co_await asio::async_write(socket, asio::buffer(query),
                               asio::use_awaitable);
  }
  // A line with its end. Throws eof at an end without a newline, not_found when
  // it is too long.
  virtual asio::awaitable<std::string> read(tcp::socket& socket) {
    std::string line;
    line.resize(co_await asio::async_read_until(
        socket, asio::dynamic_buffer(line, longest()), '\n',
        asio::use_awaitable));
    co_return line;
  }
  virtual std::size_t longest() { return longest_reply; }
  virtual std::string without_end(std::string line) {
    line.pop_back();
    if (line.ends_with('\r')) line.pop_back();
    return line;
  }
  virtual Reply not_understood(const std::string& text) {
    throw std::runtime_error("this is no reply: " + text);
  }
};

template <class OwnTalk = Talk>
asio::awaitable<Reply> talk(tcp::endpoint carrier, std::string query) {
  OwnTalk own;
  co_return co_await own.hold(carrier, std::move(query));
}

// For an answer: `return plain::fetch<NoLimit>(carrier, ...);`
template <class OwnTalk = Talk>
asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer limit(executor, within);
  auto talking = asio::co_spawn(
      executor, talk<OwnTalk>(carrier, std::move(query)), asio::deferred);
  auto [order, error, reply, ignored] =
      co_await asio::experimental::make_parallel_group(
          std::move(talking), limit.async_wait(asio::deferred))
          .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
  if (!error) co_return std::move(reply);
  const auto stop = co_await asio::this_coro::cancellation_state;
  if (order[0] == 1 && stop.cancelled() == asio::cancellation_type::none)
    throw std::system_error(asio::error::timed_out);
  std::rethrow_exception(error);
}

}  // namespace exo40::plain
