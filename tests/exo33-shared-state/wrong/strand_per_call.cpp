// Makes a new strand for each withdrawal: it keeps nobody out.
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

struct exo33::Account::State {
  asio::any_io_executor executor;
  Page& page;
};
exo33::Account::Account(asio::any_io_executor executor, Page& page)
    : state_(new State{executor, page}) {}

asio::awaitable<bool> exo33::Account::withdraw(long amount, Question confirm) {
  Reference::State once{asio::make_strand(state_->executor), state_->page};
  co_return co_await asio::co_spawn(once.strand, once.withdraw(amount, confirm),
                                    asio::use_awaitable);
}
