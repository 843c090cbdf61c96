// Runs the work on a strand, and takes that for a lock.
// breaks: "One work at a time is inside, until it has really ended."
// step: 3
// lesson: let-in-together
#include <asio/co_spawn.hpp>
#include <asio/strand.hpp>
#include <asio/use_awaitable.hpp>

#include "shared_state.hpp"

struct exo33::Mutex::State {
  asio::strand<asio::any_io_executor> strand;
};
exo33::Mutex::Mutex(asio::any_io_executor executor)
    : state_(new State{asio::make_strand(executor)}) {}

asio::awaitable<void> exo33::Mutex::alone(Work work) {
  co_await asio::co_spawn(state_->strand, work(), asio::use_awaitable);
}
