// Makes a new strand for each withdrawal: it keeps nobody out.
// breaks: "One thread at a time touches the page"
// step: 2
// lesson: off-the-strand
#include <asio/co_spawn.hpp>
#include <asio/strand.hpp>
#include <asio/use_awaitable.hpp>

#include "shared_state.hpp"

struct exo33::Account::State {
  asio::any_io_executor executor;
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
    : state_(new State{executor, page}) {}

asio::awaitable<bool> exo33::Account::withdraw(long amount, Question confirm) {
  auto strand = asio::make_strand(state_->executor);
  co_return co_await asio::co_spawn(strand, state_->withdraw(amount, confirm),
                                    asio::use_awaitable);
}
