// Shields the withdrawal from cancellation once it has an answer, and leaves it
// at that.
// breaks: "can be cancelled there as before"
// step: 2
// lesson: caller-left-deaf
#include <asio/co_spawn.hpp>
#include <asio/strand.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>

#include "shared_state.hpp"

struct exo33::Account::State {
  asio::strand<asio::any_io_executor> strand;
  Page& page;

  asio::awaitable<bool> withdraw(long amount, Question confirm) {
    const long balance = page.read();
    if (balance < amount) co_return false;
    page.write(balance - amount);
    bool agreed = false;
    try {
      agreed = co_await confirm();
    } catch (...) {
      page.write(page.read() + amount);
      throw;
    }
    if (!agreed) page.write(page.read() + amount);
    co_return agreed;
  }
};
exo33::Account::Account(asio::any_io_executor executor, Page& page)
    : state_(new State{asio::make_strand(executor), page}) {}

asio::awaitable<bool> exo33::Account::withdraw(long amount, Question confirm) {
  const bool agreed = co_await asio::co_spawn(
      state_->strand, state_->withdraw(amount, confirm), asio::use_awaitable);
  co_await asio::this_coro::reset_cancellation_state(
      asio::disable_cancellation());
  co_return agreed;
}
