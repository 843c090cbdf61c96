// Counts instead of moments: a bucket that is brought up to date when somebody
// looks; one queue for place and token together; retries by recursion; a
// breaker whose states are types; a socket that a timer closes.
#include "client.hpp"

#include <algorithm>
#include <array>
#include <asio/buffer.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <deque>
#include <exception>
#include <system_error>
#include <variant>
#include <workbook/asio.hpp>

namespace exo40 {

namespace {

using Bell = std::shared_ptr<asio::steady_timer>;

// First come, first served: awaits until `ready` says so to the first in line.
// `ready` gives the moment when it is worth asking again, or nothing.
class Line {
 public:
  template <class Ready>
  asio::awaitable<void> pass(Ready& ready) {
    const auto executor = co_await asio::this_coro::executor;
    const auto bell = std::make_shared<asio::steady_timer>(executor);
    bells_.push_back(bell);
    std::exception_ptr error;
    try {
      for (;;) {
        auto until = Clock::time_point::max();
        const auto state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none)
          throw std::system_error(asio::error::operation_aborted);
        if (bells_.front() == bell && ready(until)) break;
        bell->expires_at(until);
        co_await bell->async_wait(asio::as_tuple(asio::use_awaitable));
      }
    } catch (...) {
      error = std::current_exception();
    }
    bells_.erase(std::find(bells_.begin(), bells_.end(), bell));
    ring();
    if (error) std::rethrow_exception(error);
  }

  void ring() {
    if (!bells_.empty()) bells_.front()->cancel();
  }
  bool empty() const { return bells_.empty(); }

 private:
  std::deque<Bell> bells_;
};

}  // namespace

struct TokenBucket::State {
  std::size_t count() {
    const auto now = Clock::now();
    while (tokens < burst && now - since >= every) {
      // An hour may have passed: whole tokens, and no more than there is room.
      const auto came = static_cast<std::size_t>((now - since) / every);
      const auto taken = std::min(came, burst - tokens);
      tokens += taken;
      since += every * static_cast<Duration::rep>(taken);
    }
    return tokens;
  }
  void spend() {
    if (count() == burst) since = Clock::now();
    --tokens;
  }

  const std::size_t burst;
  const Duration every;
  std::size_t tokens = burst;
  Clock::time_point since = Clock::now();
  Line line = {};
};

TokenBucket::TokenBucket(std::size_t burst, Duration every)
    : state_(new State{burst, every}) {}

asio::awaitable<void> TokenBucket::take() {
  const auto state = state_;
  auto ready = [&](Clock::time_point& until) {
    if (state->count() > 0) {
      state->spend();
      return true;
    }
    until = state->since + state->every;
    return false;
  };
  co_await state->line.pass(ready);
}

std::size_t TokenBucket::tokens() const {
  return state_->line.empty() ? state_->count() : 0;
}

struct Limiter::State {
  TokenBucket& bucket;
  const std::size_t most;
  std::size_t flying = 0;
  Line line = {};
};

Limiter::Limiter(TokenBucket& bucket, std::size_t most)
    : state_(new State{bucket, most}) {}

asio::awaitable<Reply> Limiter::ask(const Carrier& carrier, std::string query) {
  const auto state = state_;
  auto ready = [&](Clock::time_point&) {
    if (state->flying == state->most) return false;
    ++state->flying;
    return true;
  };
  co_await state->line.pass(ready);
  Reply reply;
  std::exception_ptr error;
  try {
    co_await state->bucket.take();
    reply = co_await carrier(std::move(query));
  } catch (...) {
    error = std::current_exception();
  }
  --state->flying;
  state->line.ring();
  if (error) std::rethrow_exception(error);
  co_return reply;
}

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  Reply reply;
  std::exception_ptr error;
  try {
    reply = co_await carrier(query);
  } catch (...) {
    error = std::current_exception();
  }
  if (patience.tries > 1 && (error || reply.refused())) {
    const auto bound = std::min(patience.first, patience.longest);
    asio::steady_timer timer(co_await asio::this_coro::executor);
    timer.expires_after(std::chrono::duration_cast<Duration>(random() * bound) +
                        reply.retry_after.value_or(std::chrono::seconds(0)));
    co_await timer.async_wait(asio::use_awaitable);
    --patience.tries;
    patience.first = bound + std::min(bound, patience.longest - bound);
    co_return co_await ask_patiently(carrier, std::move(query), patience,
                                     random);
  }
  if (error) std::rethrow_exception(error);
  co_return reply;
}

namespace {

struct Closed {
  int failures = 0;
};
struct Resting {
  Clock::time_point until;
};
struct Probing {};

}  // namespace

struct Breaker::State {
  const int failures;
  const Duration rest;
  std::variant<Closed, Resting, Probing> now = Closed{};
  std::size_t opened = 0;
};

Breaker::Breaker(int failures, Duration rest)
    : state_(new State{failures, rest, {}, 0}) {}

asio::awaitable<Reply> Breaker::ask(const Carrier& carrier, std::string query) {
  const auto state = state_;
  const bool probe = circuit() == Circuit::half_open;
  if (circuit() == Circuit::open || std::holds_alternative<Probing>(state->now))
    throw Unavailable();
  const auto before = state->now;
  if (probe) state->now = Probing{};
  const auto opened = state->opened;
  Reply reply;
  std::exception_ptr error;
  try {
    reply = co_await carrier(std::move(query));
  } catch (...) {
    error = std::current_exception();
  }
  const auto stop = co_await asio::this_coro::cancellation_state;
  const bool stopped = stop.cancelled() != asio::cancellation_type::none;
  if (probe && stopped) state->now = before;
  if (stopped || opened != state->opened) {
    // No verdict.
  } else if (!error && reply.status != 503) {
    state->now = Closed{};
  } else {
    auto* closed = std::get_if<Closed>(&state->now);
    if (!closed || ++closed->failures == state->failures) {
      ++state->opened;
      state->now = Resting{Clock::now() + state->rest};
    }
  }
  if (error) std::rethrow_exception(error);
  co_return reply;
}

Circuit Breaker::circuit() const {
  if (std::holds_alternative<Closed>(state_->now)) return Circuit::closed;
  const auto* resting = std::get_if<Resting>(&state_->now);
  return resting && Clock::now() < resting->until ? Circuit::open
                                                  : Circuit::half_open;
}

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  const auto executor = co_await asio::this_coro::executor;
  const auto socket = std::make_shared<tcp::socket>(executor);
  const auto late = std::make_shared<bool>(false);
  asio::steady_timer limit(executor, within);
  // What the handler needs is its own: it may run when fetch is gone.
  limit.async_wait([socket, late](asio::error_code cancelled) {
    if (cancelled) return;
    *late = true;
    socket->close();
  });
  struct Closer {
    tcp::socket& socket;
    ~Closer() {
      asio::error_code ignored;
      socket.close(ignored);
    }
  };
  const Closer closer{*socket};
  std::string line;
  std::exception_ptr error;
  try {
    co_await socket->async_connect(carrier, asio::use_awaitable);
    query += '\n';
    co_await asio::async_write(*socket, asio::buffer(query),
                               asio::use_awaitable);
    std::array<char, 256> piece;
    while (line.find('\n') == line.npos) {
      if (line.size() >= longest_reply)
        throw std::system_error(asio::error::message_size);
      const auto size = co_await socket->async_read_some(asio::buffer(piece),
                                                         asio::use_awaitable);
      line.append(piece.data(), size);
    }
  } catch (...) {
    error = std::current_exception();
  }
  if (*late) throw std::system_error(asio::error::timed_out);
  if (error) std::rethrow_exception(error);
  line.resize(line.find('\n'));
  if (line.size() >= longest_reply)
    throw std::system_error(asio::error::message_size);
  if (line.ends_with('\r')) line.pop_back();
  auto reply = workbook::reply_of(line);
  if (!reply) throw std::invalid_argument("not understood: " + line);
  co_return std::move(*reply);
}

}  // namespace exo40
