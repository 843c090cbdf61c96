// Takes a std::mutex over the whole work.
// breaks: "and blocks no thread."
// step: 3
// lesson: blocks-a-thread
#include <mutex>

#include "shared_state.hpp"

struct exo33::Mutex::State {
  std::mutex mutex;
};
exo33::Mutex::Mutex(asio::any_io_executor)
    : state_(std::make_shared<State>()) {}

asio::awaitable<void> exo33::Mutex::alone(Work work) {
  const std::scoped_lock lock(state_->mutex);
  co_await work();
}
