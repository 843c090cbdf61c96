// One mutex for all desks: one client at a time.
// breaks: "No desk is idle while somebody waits: as soon as one is free, the
//   next client is served."
// step: 5
// lesson: limit-not-reached
#include "shared_state.hpp"

struct exo33::Desks::State {
  Mutex mutex;
};
exo33::Desks::Desks(asio::any_io_executor executor, int)
    : state_(new State{Mutex(executor)}) {}

asio::awaitable<void> exo33::Desks::serve(Work work) {
  co_await state_->mutex.alone(std::move(work));
}
