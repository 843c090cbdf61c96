// Leaves the strand again before it touches the page.
// step: 2
// lesson: off-the-strand
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

#include <asio/bind_executor.hpp>

struct exo33::Account::State : exo33::Reference::State {
  asio::any_io_executor executor;

  asio::awaitable<bool> withdraw(long amount, Question confirm) {
    co_await asio::post(asio::bind_executor(executor, asio::use_awaitable));
    co_return co_await Reference::State::withdraw(amount, confirm);
  }
};
exo33::Account::Account(asio::any_io_executor executor, Page& page)
    : state_(new State{{asio::make_strand(executor), page}, executor}) {}

asio::awaitable<bool> exo33::Account::withdraw(long amount, Question confirm) {
  co_return co_await asio::co_spawn(
      state_->strand, state_->withdraw(amount, confirm), asio::use_awaitable);
}
