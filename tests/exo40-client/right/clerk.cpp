// A clerk: a coroutine that hands out tokens while somebody waits, and goes
// home when nobody does. Places are batons, handed from one to the next. A
// baton or a token that is given to somebody who has just been cancelled comes
// back.
#include "client.hpp"

#include <algorithm>
#include <array>
#include <asio/any_io_executor.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/error.hpp>
#include <asio/experimental/parallel_group.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <deque>
#include <exception>
#include <memory>
#include <system_error>
#include <workbook/asio.hpp>

namespace exo40 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

struct Slip {
  explicit Slip(const asio::any_io_executor& executor)
      : bell(executor, Clock::time_point::max()) {}
  asio::steady_timer bell;
  bool served = false;
};

// Slips of paper in the order in which they came.
class Spike {
 public:
  // Awaits the own slip. false: cancelled, and nothing was given.
  asio::awaitable<bool> wait() {
    const auto slip =
        std::make_shared<Slip>(co_await asio::this_coro::executor);
    slips_.push_back(slip);
    while (!slip->served) {
      co_await slip->bell.async_wait(as_result);
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none) break;
    }
    if (slip->served) co_return true;
    slips_.erase(std::find(slips_.begin(), slips_.end(), slip));
    co_return false;
  }
  void serve_first() {
    slips_.front()->served = true;
    slips_.front()->bell.cancel();
    slips_.pop_front();
  }
  bool empty() const { return slips_.empty(); }

 private:
  std::deque<std::shared_ptr<Slip>> slips_;
};

bool was_cancelled(const asio::cancellation_state& state) {
  return state.cancelled() != asio::cancellation_type::none;
}

[[noreturn]] void stop() {
  throw std::system_error(asio::error::operation_aborted);
}

}  // namespace

struct TokenBucket::State {
  void refill() {
    const auto now = Clock::now();
    if (full() || now < since + every) return;
    const auto came = static_cast<std::size_t>((now - since) / every);
    tokens = std::min(burst, tokens + came);
    since += every * static_cast<Duration::rep>(came);
  }
  bool full() const { return tokens == burst; }
  void spend() {
    refill();
    if (full()) since = Clock::now();
    --tokens;
  }

  const std::size_t burst;
  const Duration every;
  std::size_t tokens = burst;
  Clock::time_point since = {};
  bool clerk_is_here = false;
  Spike spike = {};

  static asio::awaitable<void> clerk(std::shared_ptr<State> state) {
    asio::steady_timer timer(co_await asio::this_coro::executor);
    while (!state->spike.empty()) {
      state->refill();
      if (state->tokens > 0) {
        state->spend();
        state->spike.serve_first();
        continue;
      }
      timer.expires_at(state->since + state->every);
      co_await timer.async_wait(as_result);
    }
    state->clerk_is_here = false;
  }
};

TokenBucket::TokenBucket(std::size_t burst, Duration every)
    : state_(new State{burst, every}) {}

asio::awaitable<void> TokenBucket::take() {
  const auto state = state_;
  state->refill();
  if (state->spike.empty() && state->tokens > 0) {
    state->spend();
    co_return;
  }
  if (!state->clerk_is_here) {
    state->clerk_is_here = true;
    const auto executor = co_await asio::this_coro::executor;
    // Later: spawned here, the clerk could find nobody and go home.
    asio::post(executor, [executor, state] {
      asio::co_spawn(executor, State::clerk(state), asio::detached);
    });
  }
  auto waiting = state->spike.wait();
  // No co_await of an awaitable may be between the token and its owner: with
  // the order to stop it would throw, and the token would be nobody's.
  const bool served = co_await std::move(waiting);
  if (!was_cancelled(co_await asio::this_coro::cancellation_state)) co_return;
  if (served) {
    if (state->spike.empty())
      ++state->tokens;
    else
      state->spike.serve_first();
  }
  stop();
}

std::size_t TokenBucket::tokens() const {
  state_->refill();
  return state_->spike.empty() ? state_->tokens : 0;
}

struct Limiter::State {
  void pass_on() {
    if (spike.empty())
      ++batons;
    else
      spike.serve_first();
  }
  TokenBucket& bucket;
  std::size_t batons;
  Spike spike = {};
};

Limiter::Limiter(TokenBucket& bucket, std::size_t most)
    : state_(new State{bucket, most}) {}

asio::awaitable<Reply> Limiter::ask(const Carrier& carrier, std::string query) {
  const auto state = state_;
  if (state->batons > 0)
    --state->batons;
  else if (!co_await state->spike.wait())
    stop();
  const auto pass_on = [state](void*) { state->pass_on(); };
  const std::unique_ptr<void, decltype(pass_on)> baton(this, pass_on);
  if (was_cancelled(co_await asio::this_coro::cancellation_state)) stop();
  co_await state->bucket.take();
  co_return co_await carrier(std::move(query));
}

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  for (int tried = 0;; ++tried) {
    std::exception_ptr error;
    Reply reply;
    try {
      reply = co_await carrier(query);
    } catch (...) {
      error = std::current_exception();
    }
    if (was_cancelled(co_await asio::this_coro::cancellation_state)) stop();
    const bool last = tried + 1 == patience.tries;
    if (error && last) std::rethrow_exception(error);
    if (!error && (last || !reply.refused())) co_return reply;
    auto bound = patience.first;
    for (int doublings = 0; doublings < tried; ++doublings) {
      // Twice that is more than the longest one, if there is a number for it.
      if (bound > patience.longest / 2) {
        bound = patience.longest;
        break;
      }
      bound *= 2;
    }
    bound = std::min(bound, patience.longest);
    const auto part = static_cast<double>(bound.count()) * random();
    auto pause = Duration(static_cast<Duration::rep>(part));
    if (reply.retry_after) pause += *reply.retry_after;
    asio::steady_timer timer(co_await asio::this_coro::executor, pause);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

struct Breaker::State {
  // What is true while it is open, and dies when it closes.
  struct Opening {
    Clock::time_point until;
    bool probing = false;
  };

  void failed() {
    if (++in_a_row < failures && !opening) return;
    in_a_row = 0;
    opening = std::make_shared<Opening>(Opening{Clock::now() + rest});
    last = opening;
  }
  void answered() {
    in_a_row = 0;
    opening.reset();
  }

  const int failures;
  const Duration rest;
  int in_a_row = 0;
  std::shared_ptr<Opening> opening = {};
  std::shared_ptr<Opening> last = {};  // the same, or the one before
};

Breaker::Breaker(int failures, Duration rest)
    : state_(new State{failures, rest}) {}

asio::awaitable<Reply> Breaker::ask(const Carrier& carrier, std::string query) {
  const auto state = state_;
  const auto opening = state->opening;
  const auto last = state->last;
  if (opening) {
    if (opening->probing || Clock::now() < opening->until) throw Unavailable();
    opening->probing = true;
  }
  std::exception_ptr error;
  Reply reply;
  try {
    reply = co_await carrier(std::move(query));
  } catch (...) {
    error = std::current_exception();
  }
  if (opening) opening->probing = false;
  const auto order = co_await asio::this_coro::cancellation_state;
  if (last == state->last && !was_cancelled(order)) {
    if (error || reply.status == 503)
      state->failed();
    else
      state->answered();
  }
  if (error) std::rethrow_exception(error);
  co_return reply;
}

Circuit Breaker::circuit() const {
  const auto& opening = state_->opening;
  if (!opening) return Circuit::closed;
  return Clock::now() >= opening->until ? Circuit::half_open : Circuit::open;
}

namespace {

asio::awaitable<void> speak(tcp::socket& socket, tcp::endpoint carrier,
                            std::string query, Reply& reply) {
  co_await socket.async_connect(carrier, asio::use_awaitable);
  const std::array<asio::const_buffer, 2> parts{asio::buffer(query),
                                                asio::buffer("\n", 1)};
  co_await asio::async_write(socket, parts, asio::use_awaitable);
  std::array<char, longest_reply> bytes;
  std::size_t size = 0;
  auto end = bytes.begin();
  do {
    if (size == bytes.size()) throw std::length_error("an endless reply");
    size += co_await socket.async_read_some(
        asio::buffer(bytes.data() + size, bytes.size() - size),
        asio::use_awaitable);
    end = std::find(bytes.begin(), bytes.begin() + size, '\n');
  } while (end == bytes.begin() + size);
  if (end != bytes.begin() && end[-1] == '\r') --end;
  const auto understood = workbook::reply_of({bytes.begin(), end});
  if (!understood) throw std::domain_error("no reply");
  reply = *understood;
}

}  // namespace

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer limit(executor, within);
  tcp::socket socket(executor);
  Reply reply;
  auto speaking =
      asio::co_spawn(executor, speak(socket, carrier, std::move(query), reply),
                     asio::deferred);
  auto [order, rung, error] =
      co_await asio::experimental::make_parallel_group(
          limit.async_wait(asio::deferred), std::move(speaking))
          .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
  if (was_cancelled(co_await asio::this_coro::cancellation_state)) stop();
  if (order[0] == 0) throw std::system_error(asio::error::timed_out);
  if (error) std::rethrow_exception(error);
  co_return reply;
}

}  // namespace exo40
