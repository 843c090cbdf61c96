// Counts in whole seconds.
// breaks: "If it is not connected `within` that time, it throws timed_out then,
//   not later and not sooner."
// step: 1
// lesson: given-up-too-soon
#include "deadlines.hpp"

#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <utility>
#include <variant>
#include <workbook/asio.hpp>

namespace exo39 {

namespace {

using namespace asio::experimental::awaitable_operators;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

asio::awaitable<void> in_time(asio::awaitable<asio::error_code> work,
                              Deadline deadline) {
  asio::steady_timer timer(co_await asio::this_coro::executor, deadline);
  const auto first = co_await (std::move(work) || timer.async_wait(as_result));
  asio::error_code error;
  if (first.index() == 0) {
    error = std::get<0>(first);
  } else {
    error = std::get<0>(std::get<1>(first));
    if (!error) error = asio::error::timed_out;
  }
  if (error) throw asio::system_error(error);
}

asio::awaitable<asio::error_code> connect(tcp::socket& socket,
                                          tcp::endpoint endpoint) {
  const auto [error] = co_await socket.async_connect(endpoint, as_result);
  co_return error;
}

}  // namespace

asio::awaitable<tcp::socket> connect_within(tcp::endpoint endpoint,
                                            Clock::duration within) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await in_time(connect(socket, endpoint),
                   after(std::chrono::floor<std::chrono::seconds>(within)));
  co_return socket;
}

}  // namespace exo39
