// Opens four desks at most, as many as there are threads.
// breaks: "There are never more than `limit` works at a time, however many
//   clients come."
// step: 5
// lesson: limit-not-reached
#include "shared_state.hpp"

// The solution's Desks goes by another name, and another is written below.
namespace exo33 {
struct Reference {
  Reference(asio::any_io_executor executor, int limit);
  asio::awaitable<void> serve(Work work);
  struct State;
  std::shared_ptr<State> state_;
};
}  // namespace exo33

#define Desks Reference
#include <solutions/exo33-shared-state/shared_state.cpp>
#undef Desks

struct exo33::Desks::State : Places {};
exo33::Desks::Desks(asio::any_io_executor executor, int limit)
    : state_(new State{{asio::make_strand(executor), limit < 4 ? limit : 4}}) {}

asio::awaitable<void> exo33::Desks::serve(Work work) {
  co_await in_turn(state_, std::move(work));
}
