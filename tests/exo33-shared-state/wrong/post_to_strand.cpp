// Awaits a post to the strand, and believes to be on it.
// step: 2
// lesson: not-moved
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

struct exo33::Account::State : exo33::Reference::State {};
exo33::Account::Account(asio::any_io_executor executor, Page& page)
    : state_(new State{{asio::make_strand(executor), page}}) {}

asio::awaitable<bool> exo33::Account::withdraw(long amount, Question confirm) {
  auto& page = state_->page;
  co_await asio::post(state_->strand, asio::use_awaitable);
  const long balance = page.read();
  if (balance < amount) co_return false;
  page.write(balance - amount);
  std::exception_ptr failure;
  bool agreed = false;
  try {
    agreed = co_await confirm();
  } catch (...) {
    failure = std::current_exception();
  }
  if (!agreed) {
    co_await asio::this_coro::reset_cancellation_state();
    co_await asio::post(state_->strand, asio::use_awaitable);
    state_->give_back(amount);
  }
  if (failure) std::rethrow_exception(failure);
  co_return agreed;
}
