// Takes an empty day for an answer that has not come: if it comes first, the
// bell has rung already.
// breaks: "It ends when both have answered, whichever comes first."
// step: 1
// lesson: nobody-wakes
#include <asio/any_io_executor.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error_code.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <memory>
#include <string>

#include "join.hpp"

namespace exo31 {

namespace {

struct Letter {
  explicit Letter(const asio::any_io_executor& executor)
      : bell(executor, asio::steady_timer::time_point::max()) {}

  std::string day;
  asio::steady_timer bell;
};

}  // namespace

asio::awaitable<Offer> ask_both(Question<int> price,
                                Question<std::string> day) {
  const auto executor = co_await asio::this_coro::executor;
  auto letter = std::make_shared<Letter>(executor);
  asio::co_spawn(executor, day(),
                 [letter](std::exception_ptr, std::string answer) {
                   letter->day = answer;
                   letter->bell.cancel();
                 });
  const int cents = co_await price();
  asio::error_code rung;
  if (letter->day.empty())
    co_await letter->bell.async_wait(
        asio::redirect_error(asio::use_awaitable, rung));
  co_return Offer{cents, letter->day};
}

}  // namespace exo31
