// For wrong answers: a breaker that is right, in pieces. Each answer does one
// of these pieces in its own way, and says which breaker is the one.
//
//   struct BusyIsIll : plain::Fuse {
//     using Fuse::Fuse;
//     bool is_failure(const Reply& reply) override { return reply.refused(); }
//   };
//
//   std::unique_ptr<plain::Fuse> plain::make_fuse(int failures, Duration rest)
//   {
//     return std::make_unique<BusyIsIll>(failures, rest);
//   }
//
// The functions of Breaker are defined here, and not inline: a program has one
// of these answers, and the linker takes them before those of the reference.
#pragma once

#include <asio/cancellation_type.hpp>
#include <asio/this_coro.hpp>
#include <exception>
#include <memory>
#include <utility>

#include "client.hpp"

namespace exo40 {

namespace plain {

struct Fuse {
  Fuse(int most, Duration pause) : failures(most), rest(pause) {}
  virtual ~Fuse() = default;

  Circuit circuit() const {
    if (closed) return Circuit::closed;
    return Clock::now() < probe_at ? Circuit::open : Circuit::half_open;
  }
  // What the breaker says of itself.
  virtual Circuit shown() const { return circuit(); }

  // Before a question: nothing is to be waited for.
  virtual asio::awaitable<void> wait() { co_return; }
  virtual bool lets_nobody_by(Circuit now_is) {
    return now_is == Circuit::open || probing;
  }
  virtual bool is_failure(const Reply& reply) { return reply.status == 503; }
  // Whether the question was told to stop: what is thrown does not say that.
  virtual bool is_cancelled(bool told, const std::exception_ptr& /*error*/) {
    return told;
  }
  virtual void probe_has_ended(bool /*cancelled*/) { probing = false; }
  // Of one who was asked in that era, and was cancelled or not.
  virtual bool decides(int asked_in, bool cancelled) {
    return asked_in == era && !cancelled;
  }
  virtual void has_answered(bool /*probe*/) {
    closed = true;
    in_a_row = 0;
  }
  virtual void has_failed(bool probe) {
    if (probe || ++in_a_row == failures) open();
  }
  void open() {
    closed = false;
    probe_at = Clock::now() + rest;
    ++era;
  }

  const int failures;
  const Duration rest;
  bool closed = true;
  bool probing = false;
  int in_a_row = 0;
  int era = 0;
  Clock::time_point probe_at{};
};

// The one of the answer.
std::unique_ptr<Fuse> make_fuse(int failures, Duration rest);

}  // namespace plain

struct Breaker::State {
  const std::unique_ptr<plain::Fuse> fuse;
};

Breaker::Breaker(int failures, Duration rest)
    : state_(new State{plain::make_fuse(failures, rest)}) {}

asio::awaitable<Reply> Breaker::ask(const Carrier& carrier, std::string query) {
  const auto state = state_;
  auto& fuse = *state->fuse;
  co_await fuse.wait();
  const auto now_is = fuse.circuit();
  if (fuse.lets_nobody_by(now_is)) throw Unavailable();
  const bool probe = now_is == Circuit::half_open;
  fuse.probing = probe;
  const int era = fuse.era;
  Reply reply;
  std::exception_ptr error;
  try {
    reply = co_await carrier(std::move(query));
  } catch (...) {
    error = std::current_exception();
  }
  const auto stop = co_await asio::this_coro::cancellation_state;
  const bool cancelled = fuse.is_cancelled(
      stop.cancelled() != asio::cancellation_type::none, error);
  if (probe) fuse.probe_has_ended(cancelled);
  if (fuse.decides(era, cancelled)) {
    if (!error && !fuse.is_failure(reply))
      fuse.has_answered(probe);
    else
      fuse.has_failed(probe);
  }
  if (error) std::rethrow_exception(error);
  co_return reply;
}

Circuit Breaker::circuit() const { return state_->fuse->shown(); }

}  // namespace exo40
