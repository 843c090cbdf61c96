// Takes every operation_aborted for a cancellation, and nothing else for one.
// breaks: "A question that is cancelled decides nothing: after a cancelled
//   probe, the next question is the probe."
// step: 4
// lesson: cancel-is-no-failure
#include "client.hpp"

#include <asio/error.hpp>
#include <exception>
#include <system_error>
#include <utility>

namespace exo40 {

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
  bool aborted = false;
  try {
    reply = co_await carrier(std::move(query));
  } catch (const std::system_error& thrown) {
    error = std::current_exception();
    aborted = thrown.code() == asio::error::operation_aborted;
  } catch (...) {
    error = std::current_exception();
  }
  if (probe) state->probing = false;
  if (era == state->era && !aborted) {
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
  return Clock::now() < state_->probe_at ? Circuit::open : Circuit::half_open;
}

}  // namespace exo40
