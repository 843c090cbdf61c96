// A std::mutex in place of the strand: a thread waits for another one.
// breaks: "No thread stands still because another one is at work on the page."
// step: 2
// lesson: blocks-a-thread
#include <mutex>

#include "shared_state.hpp"

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
