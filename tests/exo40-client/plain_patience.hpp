// For wrong answers: an ask_patiently() that is right, in pieces. Each answer
// does one of these pieces in its own way.
//
//   struct NoJitter : plain::Asking {
//     using Asking::Asking;
//     Duration drawn() override { return bound; }
//   };
#pragma once

#include <algorithm>
#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <string>
#include <system_error>
#include <utility>

#include "client.hpp"

namespace exo40::plain {

// The last await may have ended for two reasons at once.
inline asio::awaitable<void> throw_if_cancelled() {
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw std::system_error(asio::error::operation_aborted);
}

struct Asking {
  Asking(const Carrier& whom, std::string what, Patience how, Random& dice)
      : carrier(whom), query(std::move(what)), patience(how), random(dice) {}
  virtual ~Asking() = default;

  asio::awaitable<Reply> ask() {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    bound = first_bound();
    for (int tries = 1;; ++tries) {
      forget_the_try();
      co_await try_it();
      if (!error && is_answer()) co_return reply;
      co_await throw_if_cancelled();
      if (is_last(tries)) {
        if (error) fail();
        co_return reply;
      }
      timer.expires_after(pause());
      co_await timer.async_wait(asio::use_awaitable);
      co_await throw_if_cancelled();
      bound = next_bound();
    }
  }

  // ---- A try

  virtual void forget_the_try() {
    reply = {};
    error = nullptr;
  }
  // Whatever is thrown is a failure: a carrier has its own exceptions.
  virtual asio::awaitable<void> try_it() {
    try {
      reply = co_await carrier(question());
    } catch (...) {
      error = std::current_exception();
    }
  }
  virtual std::string question() { return query; }
  virtual bool is_answer() { return !reply.refused(); }
  virtual bool is_last(int tries) { return tries == patience.tries; }
  virtual void fail() { std::rethrow_exception(error); }

  // ---- A pause

  virtual Duration pause() {
    auto pause = drawn();
    if (reply.retry_after) pause += *reply.retry_after;
    return pause;
  }
  virtual Duration drawn() {
    return std::chrono::duration_cast<Duration>(random() * bound);
  }
  virtual Duration first_bound() {
    return std::min(patience.first, patience.longest);
  }
  // Compared before it is doubled: a hundred doublings have no number.
  virtual Duration next_bound() {
    return bound > patience.longest / 2 ? patience.longest : 2 * bound;
  }

  const Carrier& carrier;
  std::string query;
  const Patience patience;
  Random& random;
  Reply reply;
  std::exception_ptr error;
  Duration bound{};  // of the next pause
};

// For an answer: `return plain::ask_patiently<NoJitter>(carrier, ...);`
template <class OwnAsking>
asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  OwnAsking asking(carrier, std::move(query), patience, random);
  co_return co_await asking.ask();
}

}  // namespace exo40::plain
