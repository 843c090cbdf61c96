// Leaves the line with an error of its own.
// breaks: "asio::error::operation_aborted, and no work."
// step: 3
// lesson: left-in-line
#include "shared_state.hpp"

// The solution's Mutex goes by another name, and another is written below.
namespace exo33 {
struct Reference {
  explicit Reference(asio::any_io_executor executor);
  asio::awaitable<void> alone(Work work);
  struct State;
  std::shared_ptr<State> state_;
};
}  // namespace exo33

#define Mutex Reference
#include <solutions/exo33-shared-state/shared_state.cpp>
#undef Mutex

#include <stdexcept>

struct exo33::Mutex::State : Places {};
exo33::Mutex::Mutex(asio::any_io_executor executor)
    : state_(new State{{asio::make_strand(executor), 1}}) {}

asio::awaitable<void> exo33::Mutex::alone(Work work) {
  bool inside = false;
  try {
    co_await asio::co_spawn(state_->strand, state_->enter(),
                            asio::use_awaitable);
    inside = true;
  } catch (const std::system_error&) {
  }
  if (!inside) throw std::runtime_error("left the line");
  const Place place(state_);
  co_await work();
}
