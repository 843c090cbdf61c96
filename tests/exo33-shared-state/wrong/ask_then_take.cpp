// Checks the balance, asks, then takes: on a strand all the same.
// breaks: "Otherwise the money is put aside at once, by taking it off the page"
// step: 2
// lesson: not-put-aside
#include <asio/co_spawn.hpp>
#include <asio/strand.hpp>
#include <asio/use_awaitable.hpp>

#include "shared_state.hpp"

struct exo33::Account::State {
  asio::strand<asio::any_io_executor> strand;
  Page& page;

  asio::awaitable<bool> withdraw(long amount, Question confirm) {
    if (page.read() < amount) co_return false;
    const bool agreed = co_await confirm();
    if (agreed) page.write(page.read() - amount);
    co_return agreed;
  }
};
exo33::Account::Account(asio::any_io_executor executor, Page& page)
    : state_(new State{asio::make_strand(executor), page}) {}

asio::awaitable<bool> exo33::Account::withdraw(long amount, Question confirm) {
  co_return co_await asio::co_spawn(
      state_->strand, state_->withdraw(amount, confirm), asio::use_awaitable);
}
