// Waits for the reply or for the limit, whichever succeeds first.
// breaks: "When the reply is not whole after `within`, counted from the
//   call, it throws asio::error::timed_out."
// step: 5
// lesson: failure-comes-late
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exo40-client/plain_fetch.hpp>
#include <system_error>
#include <variant>

namespace exo40 {

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  using namespace asio::experimental::awaitable_operators;
  asio::steady_timer limit(co_await asio::this_coro::executor, within);
  auto first = co_await (plain::talk(carrier, std::move(query)) ||
                         limit.async_wait(asio::use_awaitable));
  if (first.index() == 1) throw std::system_error(asio::error::timed_out);
  co_return std::get<0>(std::move(first));
}

}  // namespace exo40
