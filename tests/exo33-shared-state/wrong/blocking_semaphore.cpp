// A std::counting_semaphore blocks the thread.
// breaks: "A client who waits sleeps until a desk is free, and blocks no
//   thread."
// step: 5
// lesson: blocks-a-thread
#include <exception>
#include <semaphore>

#include "shared_state.hpp"

struct exo33::Desks::State {
  std::counting_semaphore<> free;
};
exo33::Desks::Desks(asio::any_io_executor, int limit)
    : state_(new State{std::counting_semaphore<>(limit)}) {}

asio::awaitable<void> exo33::Desks::serve(Work work) {
  state_->free.acquire();
  std::exception_ptr failure;
  try {
    co_await work();
  } catch (...) {
    failure = std::current_exception();
  }
  state_->free.release();
  if (failure) std::rethrow_exception(failure);
}
