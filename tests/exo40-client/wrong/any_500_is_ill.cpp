// Takes each 5xx for a failure, not only the 503.
// breaks: "Closed, it asks; `failures` failures in a row, one or more, open
//   it."
// step: 4
// lesson: failures-miscounted
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
  const auto now_is = circuit();
  if (now_is == Circuit::open || state->probing) throw Unavailable();
  const bool probe = now_is == Circuit::half_open;
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
    if (!error && reply.status < 500) {
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
  return Clock::now() < state_->probe_at ? Circuit::open : Circuit::half_open;
}

}  // namespace exo40
