// Checks the balance, asks, then takes: on a strand all the same.
// step: 2
// lesson: not-put-aside
#include "shared_state.hpp"

// The solution's Account goes by another name, and another is written below.
namespace exo33 {
struct Reference {
  Reference(asio::any_io_executor executor, Page& page);
  asio::awaitable<bool> withdraw(long amount, Question confirm);
  struct State;
  std::shared_ptr<State> state_;
};
}  // namespace exo33

#define Account Reference
#include <solutions/exo33-shared-state/shared_state.cpp>
#undef Account

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
