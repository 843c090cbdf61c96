// One strand for all the accounts of the program.
// breaks: "Two accounts have two pages, and do not wait for each other."
// step: 2
// lesson: static-state
#include <asio/co_spawn.hpp>
#include <asio/strand.hpp>
#include <asio/use_awaitable.hpp>
#include <memory>

#include "shared_state.hpp"

struct exo33::Account::State {
  using Strand = asio::strand<asio::any_io_executor>;

  State(asio::any_io_executor executor, Page& page) : page(page) {
    static std::weak_ptr<Strand> for_all;
    strand = for_all.lock();
    if (!strand) strand = std::make_shared<Strand>(executor);
    for_all = strand;
  }
  std::shared_ptr<Strand> strand;
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
    : state_(new State(executor, page)) {}

asio::awaitable<bool> exo33::Account::withdraw(long amount, Question confirm) {
  co_return co_await asio::co_spawn(
      *state_->strand, state_->withdraw(amount, confirm), asio::use_awaitable);
}
