// Operations of its own, as a library would have them: a token and a place are
// waited for by completion handlers in a map, which a cancellation slot takes
// out again. The breaker's verdict is a function that the reply calls. fetch is
// an object that calls itself back.
#include "client.hpp"

#include <algorithm>
#include <asio/any_io_executor.hpp>
#include <asio/associated_cancellation_slot.hpp>
#include <asio/async_result.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <map>
#include <optional>
#include <system_error>
#include <utility>

namespace exo40 {

namespace {

// Those who wait, by number: the lowest came first.
class Waiting : public std::enable_shared_from_this<Waiting> {
 public:
  using Call = std::function<void(asio::error_code)>;

  template <class Handler>
  void add(Handler handler) {
    const auto number = ++last_;
    const auto own = std::make_shared<Handler>(std::move(handler));
    auto slot = asio::get_associated_cancellation_slot(*own);
    calls_[number] = [own](asio::error_code error) {
      asio::get_associated_cancellation_slot(*own).clear();
      const auto executor = asio::get_associated_executor(*own);
      asio::post(executor, [own, error]() mutable { std::move (*own)(error); });
    };
    if (slot.is_connected())
      slot.assign([self = weak_from_this(), number](asio::cancellation_type) {
        const auto alive = self.lock();
        if (!alive) return;
        auto node = alive->calls_.extract(number);
        if (node) node.mapped()(asio::error::operation_aborted);
      });
  }
  void call_first() {
    auto node = calls_.extract(calls_.begin());
    node.mapped()(asio::error_code());
  }
  bool empty() const { return calls_.empty(); }

 private:
  std::map<long, Call> calls_;
  long last_ = 0;
};

// A handler in the map owns the coroutine that waits. So that coroutine owns
// nothing of the map: neither would ever be destroyed.
struct Enter {
  Waiting* waiting;
  template <class Handler>
  void operator()(Handler handler) const {
    waiting->add(std::move(handler));
  }
};

asio::awaitable<void> wait_in(Waiting& waiting) {
  return asio::async_initiate<const asio::use_awaitable_t<>,
                              void(asio::error_code)>(Enter{&waiting},
                                                      asio::use_awaitable);
}

bool stopped(const asio::cancellation_state& state) {
  return state.cancelled() != asio::cancellation_type::none;
}

}  // namespace

struct TokenBucket::State : std::enable_shared_from_this<State> {
  State(std::size_t burst, Duration every)
      : slack(every * static_cast<Duration::rep>(burst - 1)), every(every) {}

  void look() {
    while (!waiting->empty() && full_at - slack <= Clock::now()) {
      full_at = std::max(full_at, Clock::now()) + every;
      waiting->call_first();
    }
    if (waiting->empty() || !timer) return;
    timer->expires_at(full_at - slack);
    timer->async_wait([self = weak_from_this()](asio::error_code cancelled) {
      const auto alive = self.lock();
      if (alive && !cancelled) alive->look();
    });
  }

  const Duration slack;
  const Duration every;
  Clock::time_point full_at = Clock::now();
  std::optional<asio::steady_timer> timer;
  std::shared_ptr<Waiting> waiting = std::make_shared<Waiting>();
};

TokenBucket::TokenBucket(std::size_t burst, Duration every)
    : state_(std::make_shared<State>(burst, every)) {}

asio::awaitable<void> TokenBucket::take() {
  auto* const state = state_.get();
  const auto executor = co_await asio::this_coro::executor;
  if (!state->timer) state->timer.emplace(executor);
  auto token = wait_in(*state->waiting);
  // The handler is in the map when it waits; then somebody must look.
  asio::post(executor, [looks = state_] { looks->look(); });
  co_await std::move(token);
  if (!stopped(co_await asio::this_coro::cancellation_state)) co_return;
  // The token and the order to stop came in one moment.
  state->full_at -= state->every;
  state->look();
  throw std::system_error(asio::error::operation_aborted);
}

std::size_t TokenBucket::tokens() const {
  const auto due = state_->full_at - state_->slack;
  if (!state_->waiting->empty() || due > Clock::now()) return 0;
  const auto more = std::min(Clock::now() - due, state_->slack);
  return static_cast<std::size_t>(1 + more / state_->every);
}

struct Limiter::State {
  void leave() {
    if (waiting->empty())
      ++free;
    else
      waiting->call_first();
  }
  TokenBucket& bucket;
  std::size_t free;
  std::shared_ptr<Waiting> waiting = std::make_shared<Waiting>();
};

Limiter::Limiter(TokenBucket& bucket, std::size_t most)
    : state_(new State{bucket, most}) {}

asio::awaitable<Reply> Limiter::ask(const Carrier& carrier, std::string query) {
  auto* const state = state_.get();
  if (state->free > 0) {
    --state->free;
  } else {
    co_await wait_in(*state->waiting);
  }
  // The place is ours now, also if we were told to stop in that moment.
  std::exception_ptr error;
  Reply reply;
  try {
    co_await state->bucket.take();
    reply = co_await carrier(std::move(query));
  } catch (...) {
    error = std::current_exception();
  }
  state->leave();
  if (error) std::rethrow_exception(error);
  co_return reply;
}

namespace {

// How long to pause after each try.
class Pauses {
 public:
  Pauses(Patience patience, Random& random)
      : patience_(patience), random_(random) {}

  // Nothing: that was the last try.
  std::optional<Duration> after(const Reply& reply) {
    if (++tries_ >= patience_.tries) return std::nullopt;
    auto bound = std::min(patience_.first, patience_.longest);
    // Grows by what is left, where there is less room than for twice as much.
    for (int i = 1; i < tries_; ++i)
      bound += std::min(bound, patience_.longest - bound);
    const std::chrono::duration<double, Duration::period> part =
        bound * random_();
    auto pause = std::chrono::duration_cast<Duration>(part);
    if (reply.retry_after) pause += *reply.retry_after;
    return pause;
  }

 private:
  const Patience patience_;
  Random& random_;
  int tries_ = 0;
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  Pauses pauses(patience, random);
  asio::steady_timer timer(co_await asio::this_coro::executor);
  for (;;) {
    std::exception_ptr error;
    Reply reply;
    try {
      reply = co_await carrier(query);
    } catch (...) {
      error = std::current_exception();
    }
    if (stopped(co_await asio::this_coro::cancellation_state))
      throw std::system_error(asio::error::operation_aborted);
    std::optional<Duration> pause;
    if (error || reply.refused()) pause = pauses.after(reply);
    if (!pause) {
      if (error) std::rethrow_exception(error);
      co_return reply;
    }
    timer.expires_after(*pause);
    co_await timer.async_wait(asio::use_awaitable);
  }
}

struct Breaker::State {
  using Verdict = std::function<void(bool answered)>;

  // What becomes of the reply to a question that is asked now.
  Verdict verdict() {
    return [this, asked = openings](bool answered) {
      if (asked != openings) return;
      if (answered) {
        in_a_row = 0;
        reopens.reset();
      } else if (reopens || ++in_a_row == failures) {
        reopens = Clock::now() + rest;
        in_a_row = 0;
        ++openings;
      }
    };
  }

  const int failures;
  const Duration rest;
  int in_a_row = 0;
  int openings = 0;
  bool probing = false;
  std::optional<Clock::time_point> reopens = {};
};

Breaker::Breaker(int failures, Duration rest)
    : state_(new State{failures, rest}) {}

asio::awaitable<Reply> Breaker::ask(const Carrier& carrier, std::string query) {
  const auto state = state_;
  const auto circuit_was = circuit();
  if (circuit_was == Circuit::open || state->probing) throw Unavailable();
  const auto verdict = state->verdict();
  if (circuit_was == Circuit::half_open) state->probing = true;
  std::exception_ptr error;
  Reply reply;
  try {
    reply = co_await carrier(std::move(query));
  } catch (...) {
    error = std::current_exception();
  }
  if (circuit_was == Circuit::half_open) state->probing = false;
  if (!stopped(co_await asio::this_coro::cancellation_state))
    verdict(!error && reply.status != 503);
  if (error) std::rethrow_exception(error);
  co_return reply;
}

Circuit Breaker::circuit() const {
  if (!state_->reopens) return Circuit::closed;
  return Clock::now() < *state_->reopens ? Circuit::open : Circuit::half_open;
}

namespace {

class Call : public std::enable_shared_from_this<Call> {
 public:
  using Done = std::function<void(asio::error_code, Reply)>;

  Call(const asio::any_io_executor& executor, std::string query)
      : socket_(executor), limit_(executor), query_(std::move(query) + '\n') {}

  void start(tcp::endpoint carrier, Duration within, Done done) {
    done_ = std::move(done);
    limit_.expires_after(within);
    limit_.async_wait([self = shared_from_this()](asio::error_code cancelled) {
      if (!cancelled) self->end(asio::error::timed_out);
    });
    socket_.async_connect(carrier, [self = shared_from_this()](auto error) {
      if (error) return self->end(error);
      self->send();
    });
  }
  void end(asio::error_code why) {
    if (!done_) return;
    asio::error_code ignored;
    socket_.close(ignored);
    limit_.cancel();
    std::exchange(done_, nullptr)(why, std::move(reply_));
  }

 private:
  void send() {
    asio::async_write(socket_, asio::buffer(query_),
                      [self = shared_from_this()](auto error, std::size_t) {
                        if (error) return self->end(error);
                        self->receive();
                      });
  }
  void receive() {
    asio::async_read_until(
        socket_, asio::dynamic_buffer(line_, longest_reply), '\n',
        [self = shared_from_this()](auto error, std::size_t size) {
          if (error) return self->end(error);
          auto& line = self->line_;
          line.resize(size - 1);
          if (line.ends_with('\r')) line.pop_back();
          auto reply = workbook::reply_of(line);
          if (!reply) return self->end(asio::error::invalid_argument);
          self->reply_ = std::move(*reply);
          self->end({});
        });
  }

  tcp::socket socket_;
  asio::steady_timer limit_;
  std::string query_;
  std::string line_;
  Reply reply_;
  Done done_;
};

// The call owns the coroutine that waits for it. So that coroutine, with this
// in it, does not own the call: neither would ever be destroyed.
struct Start {
  tcp::endpoint carrier;
  std::string query;
  Duration within;

  template <class Handler>
  void operator()(Handler handler) const {
    const auto own = std::make_shared<Handler>(std::move(handler));
    const auto executor = asio::get_associated_executor(*own);
    const auto call = std::make_shared<Call>(executor, query);
    auto slot = asio::get_associated_cancellation_slot(*own);
    if (slot.is_connected())
      slot.assign([weak = std::weak_ptr(call)](asio::cancellation_type) {
        if (const auto alive = weak.lock())
          alive->end(asio::error::operation_aborted);
      });
    call->start(carrier, within,
                [own, executor](asio::error_code error, Reply reply) {
                  asio::get_associated_cancellation_slot(*own).clear();
                  asio::post(executor,
                             [own, error, reply = std::move(reply)]() mutable {
                               std::move (*own)(error, std::move(reply));
                             });
                });
  }
};

}  // namespace

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  return asio::async_initiate<const asio::use_awaitable_t<>,
                              void(asio::error_code, Reply)>(
      Start{carrier, std::move(query), within}, asio::use_awaitable);
}

}  // namespace exo40
