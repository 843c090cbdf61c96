// A std::mutex in place of the strand: a thread waits for another one.
// step: 2
// lesson: blocks-a-thread
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
  Page& page;
  std::mutex mutex{};

  bool add(long amount) {
    const std::scoped_lock lock(mutex);
    const long balance = page.read() + amount;
    if (balance < 0) return false;
    page.write(balance);
    return true;
  }
};
exo33::Account::Account(asio::any_io_executor, Page& page)
    : state_(new State{page}) {}

asio::awaitable<bool> exo33::Account::withdraw(long amount, Question confirm) {
  if (!state_->add(-amount)) co_return false;
  bool agreed = false;
  try {
    agreed = co_await confirm();
  } catch (...) {
    state_->add(amount);
    throw;
  }
  if (!agreed) state_->add(amount);
  co_return agreed;
}
