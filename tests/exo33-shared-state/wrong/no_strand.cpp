// Keeps the line without a strand: two threads touch it together.
// breaks: "Callers may run on any thread, several at the same time."
// step: 3
// lesson: line-off-the-strand
#include <asio/error.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <exception>
#include <system_error>

#include "shared_state.hpp"

struct exo33::Mutex::State {
  asio::any_io_executor executor;
  struct Waiting {
    asio::steady_timer bell;
    bool is_next = false;
  };
  bool inside = false;
  std::deque<Waiting*> line{};
};
exo33::Mutex::Mutex(asio::any_io_executor executor)
    : state_(new State{executor}) {}

asio::awaitable<void> exo33::Mutex::alone(Work work) {
  auto& [executor, inside, line] = *state_;
  if (inside) {
    State::Waiting me{{executor, asio::steady_timer::time_point::max()}};
    line.push_back(&me);
    asio::error_code rung;
    co_await me.bell.async_wait(
        asio::redirect_error(asio::use_awaitable, rung));
    if (!me.is_next) {
      std::erase(line, &me);
      throw std::system_error(asio::error::operation_aborted);
    }
  }
  inside = true;
  std::exception_ptr failure;
  try {
    co_await work();
  } catch (...) {
    failure = std::current_exception();
  }
  inside = !line.empty();
  if (inside) {
    line.front()->is_next = true;
    line.front()->bell.cancel();
    line.pop_front();
  }
  if (failure) std::rethrow_exception(failure);
}
