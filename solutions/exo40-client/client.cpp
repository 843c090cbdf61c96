#include "client.hpp"

#include <algorithm>
#include <asio/any_io_executor.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/parallel_group.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <list>
#include <system_error>
#include <workbook/asio.hpp>

namespace exo40 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

using Queue = std::list<asio::steady_timer>;

// A turn in a queue, until it goes out of scope. Whoever leaves, served or
// cancelled, rings for the one who is first then. So the order is kept, and
// nobody is forgotten.
class Turn {
 public:
  Turn(Queue& queue, const asio::any_io_executor& executor)
      : queue_(queue),
        bell_(queue.emplace(queue.end(), executor, Clock::time_point::max())) {}
  ~Turn() {
    queue_.erase(bell_);
    if (!queue_.empty()) queue_.front().cancel();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  bool first() const { return bell_ == queue_.begin(); }
  asio::steady_timer& bell() { return *bell_; }

 private:
  Queue& queue_;
  const Queue::iterator bell_;
};

bool cancelled(const asio::cancellation_state& state) {
  return state.cancelled() != asio::cancellation_type::none;
}

// The moment so long after now. A rest may be as long as a Duration can be, and
// the sum would have no number.
Clock::time_point after(Duration rest) {
  constexpr auto never = Clock::time_point::max();
  const auto now = Clock::now();
  return rest < never - now ? now + rest : never;
}

// The last await may have ended for two reasons at once.
asio::awaitable<void> throw_if_cancelled() {
  const auto state = co_await asio::this_coro::cancellation_state;
  if (cancelled(state)) throw std::system_error(asio::error::operation_aborted);
}

}  // namespace

struct TokenBucket::State {
  // There is a token at this moment.
  Clock::time_point due() const { return full_at - (burst - 1) * every; }

  const Duration::rep burst;
  const Duration every;
  // All there is to know of a bucket is when it will be full. A count would
  // need somebody who raises it, and a fraction that remembers the rest.
  Clock::time_point full_at = Clock::now();
  Queue queue = {};
};

TokenBucket::TokenBucket(std::size_t burst, Duration every)
    : state_(new State{static_cast<Duration::rep>(burst), every}) {}

asio::awaitable<void> TokenBucket::take() {
  const auto state = state_;
  Turn turn(state->queue, co_await asio::this_coro::executor);
  for (;;) {
    // The bell rings for three reasons: it is one's turn, the token is there,
    // or one is told to stop. Which one it was, the state says.
    if (cancelled(co_await asio::this_coro::cancellation_state))
      throw std::system_error(asio::error::operation_aborted);
    if (turn.first()) {
      const auto now = Clock::now();
      if (state->due() <= now) {
        state->full_at = std::max(state->full_at, now) + state->every;
        co_return;
      }
      turn.bell().expires_at(state->due());
    }
    co_await turn.bell().async_wait(as_result);
  }
}

std::size_t TokenBucket::tokens() const {
  const auto now = Clock::now();
  if (!state_->queue.empty() || state_->due() > now) return 0;
  const auto since = now - state_->due();
  return std::min(state_->burst, 1 + since / state_->every);
}

struct Limiter::State {
  // Given back however its scope is left.
  struct Place {
    State& of;
    ~Place() {
      --of.taken;
      if (!of.queue.empty()) of.queue.front().cancel();
    }
  };

  TokenBucket& bucket;
  const std::size_t most;
  std::size_t taken = 0;
  Queue queue = {};
};

Limiter::Limiter(TokenBucket& bucket, std::size_t most)
    : state_(new State{bucket, most}) {}

asio::awaitable<Reply> Limiter::ask(const Carrier& carrier, std::string query) {
  const auto state = state_;
  {
    Turn turn(state->queue, co_await asio::this_coro::executor);
    while (!turn.first() || state->taken == state->most)
      co_await turn.bell().async_wait(as_result);
    ++state->taken;
  }
  const State::Place place{*state};
  // The token last: it is a right to ask now. Tokens that wait for a place
  // would pile up, and be spent all at once.
  co_await state->bucket.take();
  co_return co_await carrier(std::move(query));
}

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  asio::steady_timer timer(co_await asio::this_coro::executor);
  auto bound = std::min(patience.first, patience.longest);
  for (int tries = 1;; ++tries) {
    Reply reply;
    std::exception_ptr error;
    // Kept, because nothing can be awaited in a handler. Whatever is thrown is
    // a failure: a carrier has its own exceptions.
    try {
      reply = co_await carrier(query);
    } catch (...) {
      error = std::current_exception();
    }
    if (!error && !reply.refused()) co_return reply;
    // Whatever the carrier has made of a cancellation.
    co_await throw_if_cancelled();
    if (tries == patience.tries) {
      if (error) std::rethrow_exception(error);
      co_return reply;
    }
    // Any pause up to the bound ("full jitter"), and not the bound with a
    // little more or less: who failed together must not come back together.
    auto pause = std::chrono::duration_cast<Duration>(random() * bound);
    if (reply.retry_after) pause += *reply.retry_after;
    timer.expires_after(pause);
    co_await timer.async_wait(asio::use_awaitable);
    // Before the carrier is called: it may begin then, and not when awaited.
    co_await throw_if_cancelled();
    // Compared before it is doubled: a hundred doublings have no number.
    bound = bound > patience.longest / 2 ? patience.longest : 2 * bound;
  }
}

struct Breaker::State {
  const int failures;
  const Duration rest;
  bool closed = true;
  bool probing = false;
  int in_a_row = 0;
  // How often it has opened: who was asked before is asked about another time.
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
    if (!error && reply.status != 503) {
      state->closed = true;
      state->in_a_row = 0;
    } else if (probe || ++state->in_a_row == state->failures) {
      state->closed = false;
      state->probe_at = after(state->rest);
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

namespace {

asio::awaitable<Reply> talk(tcp::endpoint carrier, std::string query) {
  tcp::socket socket(co_await asio::this_coro::executor);
  co_await socket.async_connect(carrier, asio::use_awaitable);
  query += '\n';
  co_await asio::async_write(socket, asio::buffer(query), asio::use_awaitable);
  // Throws eof at an end without a newline, not_found when it is too long.
  std::string line;
  line.resize(co_await asio::async_read_until(
      socket, asio::dynamic_buffer(line, longest_reply), '\n',
      asio::use_awaitable));
  line.pop_back();
  if (line.ends_with('\r')) line.pop_back();
  auto reply = workbook::reply_of(line);
  if (!reply) throw std::runtime_error("this is no reply: " + line);
  co_return std::move(*reply);
}

}  // namespace

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer limit(executor, within);
  auto talking =
      asio::co_spawn(executor, talk(carrier, std::move(query)), asio::deferred);
  // Not `||`, which waits for the first success: a refused connection would
  // wait for the limit.
  auto [order, error, reply, ignored] =
      co_await asio::experimental::make_parallel_group(
          std::move(talking), limit.async_wait(asio::deferred))
          .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
  if (!error) co_return std::move(reply);
  const auto stop = co_await asio::this_coro::cancellation_state;
  if (order[0] == 1 && !cancelled(stop))
    throw std::system_error(asio::error::timed_out);
  std::rethrow_exception(error);
}

}  // namespace exo40
