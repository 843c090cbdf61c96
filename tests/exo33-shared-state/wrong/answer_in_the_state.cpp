// Keeps the answer in the State, and hops to the strand before it looks at it.
// breaks: "On a yes, true. On a no, false, and the money is back on the page."
// step: 2
// lesson: kept-for-all
#include <asio/co_spawn.hpp>
#include <asio/post.hpp>
#include <asio/strand.hpp>
#include <asio/use_awaitable.hpp>

#include "shared_state.hpp"

struct exo33::Account::State {
  asio::strand<asio::any_io_executor> strand;
  Page& page;
  bool agreed = false;

  asio::awaitable<bool> withdraw(long amount, Question confirm) {
    const long balance = page.read();
    if (balance < amount) co_return false;
    page.write(balance - amount);
    try {
      agreed = co_await confirm();
      co_await asio::post(strand, asio::use_awaitable);
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
  co_return co_await asio::co_spawn(
      state_->strand, state_->withdraw(amount, confirm), asio::use_awaitable);
}
