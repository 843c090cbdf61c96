// Is half-open only when somebody has asked.
// breaks: "It is half-open as soon as a probe may be asked, until that has
//   ended."
// step: 4
// lesson: never-closes
#include "client.hpp"

#include <asio/cancellation_type.hpp>
#include <asio/this_coro.hpp>
#include <exception>
#include <utility>

namespace exo40 {

namespace {

bool cancelled(const asio::cancellation_state& state) {
  return state.cancelled() != asio::cancellation_type::none;
}

}  // namespace

struct Breaker::State {
  const int failures;
  const Duration rest;
  bool closed = true;
  bool probing = false;
  int in_a_row = 0;
  int era = 0;
  Clock::time_point probe_at{};
};

Breaker::Breaker(int failures, Duration rest)
    : state_(new State{failures, rest}) {}

asio::awaitable<Reply> Breaker::ask(const Carrier& carrier, std::string query) {
  const auto state = state_;
  const bool probe = !state->closed;
  if (probe && (state->probing || Clock::now() < state->probe_at))
    throw Unavailable();
  state->probing = probe;
  const int era = state->era;
  Reply reply;
  std::exception_ptr error;
  try {
    reply = co_await carrier(std::move(query));
  } catch (...) {
    error = std::current_exception();
  }
  if (probe) state->probing = false;
  const auto stop = co_await asio::this_coro::cancellation_state;
  if (era == state->era && !cancelled(stop)) {
    if (!error && reply.status != 503) {
      state->closed = true;
      state->in_a_row = 0;
    } else if (probe || ++state->in_a_row == state->failures) {
      state->closed = false;
      state->probe_at = Clock::now() + state->rest;
      ++state->era;
    }
  }
  if (error) std::rethrow_exception(error);
  co_return reply;
}

Circuit Breaker::circuit() const {
  if (state_->closed) return Circuit::closed;
  return state_->probing ? Circuit::half_open : Circuit::open;
}

}  // namespace exo40
