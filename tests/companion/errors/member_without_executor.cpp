// A struct with a timer in it, made without an executor.
// explained: made-from-nothing
#include <asio/steady_timer.hpp>
#include <memory>

struct State {
  asio::steady_timer bell;
};

std::shared_ptr<State> made() { return std::make_shared<State>(); }
