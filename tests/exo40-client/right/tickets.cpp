// Numbers drawn at the door, and one bell for all: whoever hears it looks
// whether the lowest number that is left is theirs. In the limiter, the one in
// front waits for both, a place and a token, before the next may move up.
// fetch turns failures into values, so that `||` can be told the truth.
//
// It borrows what outlives the call, as the header says, and shares nothing. It
// draws a number before each try, so also one that no pause needs.
#include "client.hpp"

#include <algorithm>
#include <asio/buffer.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/connect.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/read_until.hpp>
#include <asio/steady_timer.hpp>
#include <asio/streambuf.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <istream>
#include <iterator>
#include <optional>
#include <set>
#include <system_error>
#include <workbook/asio.hpp>

namespace exo40 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr auto never = Clock::time_point::max();

class Tickets {
 public:
  class Ticket {
   public:
    explicit Ticket(Tickets& office)
        : office_(office), number_(office.last_++) {
      office_.out_.insert(number_);
    }
    ~Ticket() {
      office_.out_.erase(number_);
      office_.ring();
    }
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;
    bool called() const { return *office_.out_.begin() == number_; }

   private:
    Tickets& office_;
    const long number_;
  };

  // Until the bell rings, or until that moment.
  asio::awaitable<void> hear(Clock::time_point until = never) {
    asio::steady_timer bell(co_await asio::this_coro::executor, until);
    const auto mine = bells_.insert(&bell).first;
    const auto forget = [this, mine](void*) { bells_.erase(mine); };
    const std::unique_ptr<void, decltype(forget)> forgets(this, forget);
    co_await bell.async_wait(as_result);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw std::system_error(asio::error::operation_aborted);
  }
  void ring() {
    for (auto* bell : bells_) bell->cancel();
  }
  bool none() const { return out_.empty(); }

 private:
  std::set<long> out_;
  std::set<asio::steady_timer*> bells_;
  long last_ = 0;
};

}  // namespace

struct TokenBucket::State {
  State(std::size_t burst, Duration every)
      : every(every), brim(every * static_cast<Duration::rep>(burst)) {}

  // The bucket as a length of time that was saved up.
  Duration saved() const { return std::min(brim, Clock::now() - empty_at); }
  void spend() { empty_at = Clock::now() - saved() + every; }

  const Duration every;
  const Duration brim;
  Clock::time_point empty_at = Clock::now() - brim;
  Tickets tickets;
};

TokenBucket::TokenBucket(std::size_t burst, Duration every)
    : state_(std::make_shared<State>(burst, every)) {}

asio::awaitable<void> TokenBucket::take() {
  auto& state = *state_;
  const Tickets::Ticket ticket(state.tickets);
  for (;;) {
    if (!ticket.called()) {
      co_await state.tickets.hear();
    } else if (state.saved() < state.every) {
      co_await state.tickets.hear(state.empty_at + state.every);
    } else {
      break;
    }
  }
  state.spend();
}

std::size_t TokenBucket::tokens() const {
  if (!state_->tickets.none()) return 0;
  return static_cast<std::size_t>(state_->saved() / state_->every);
}

struct Limiter::State {
  TokenBucket* bucket;
  std::size_t free;
  Tickets tickets = {};
};

Limiter::Limiter(TokenBucket& bucket, std::size_t most)
    : state_(new State{&bucket, most}) {}

asio::awaitable<Reply> Limiter::ask(const Carrier& carrier, std::string query) {
  auto& state = *state_;
  std::optional<Tickets::Ticket> ticket(std::in_place, state.tickets);
  while (!ticket->called() || state.free == 0) co_await state.tickets.hear();
  co_await state.bucket->take();
  --state.free;
  const auto give_back = [&state](void*) {
    ++state.free;
    state.tickets.ring();
  };
  const std::unique_ptr<void, decltype(give_back)> place(this, give_back);
  ticket.reset();
  co_return co_await carrier(std::move(query));
}

namespace {

// A reply, or why there is none.
struct Result {
  std::exception_ptr error;
  Reply reply;
};

// `call` is called here, for it may throw before there is anything to await.
template <class Call>
asio::awaitable<Result> result_of(Call& call) {
  Result result;
  try {
    result.reply = co_await call();
  } catch (...) {
    result.error = std::current_exception();
  }
  co_return result;
}

Reply reply_in(Result result) {
  if (result.error) std::rethrow_exception(result.error);
  return result.reply;
}

bool stopped(const asio::cancellation_state& state) {
  return state.cancelled() != asio::cancellation_type::none;
}

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  auto bound = std::chrono::duration<double, Duration::period>(patience.first);
  const decltype(bound) longest = patience.longest;
  asio::steady_timer pause(co_await asio::this_coro::executor);
  while (true) {
    const double part = random();
    auto call = [&] { return carrier(query); };
    const auto result = co_await result_of(call);
    if ((!result.error && !result.reply.refused()) || --patience.tries == 0)
      co_return reply_in(result);
    auto length =
        std::chrono::duration_cast<Duration>(std::min(bound, longest) * part);
    if (result.reply.retry_after) length += *result.reply.retry_after;
    // A double has room for a thousand doublings, and then it is infinite.
    bound *= 2;
    pause.expires_at(Clock::now() + length);
    co_await pause.async_wait(asio::use_awaitable);
  }
}

struct Breaker::State {
  const int failures;
  const Duration rest;
  int strikes = 0;
  int openings = 0;
  bool probed = false;
  Clock::time_point shut_until = Clock::time_point::min();
};

Breaker::Breaker(int failures, Duration rest)
    : state_(new State{failures, rest}) {}

asio::awaitable<Reply> Breaker::ask(const Carrier& carrier, std::string query) {
  auto& state = *state_;
  const auto before = circuit();
  if (before == Circuit::open) throw Unavailable();
  if (before == Circuit::half_open && std::exchange(state.probed, true))
    throw Unavailable();
  const auto opening = state.openings;
  auto call = [&] { return carrier(std::move(query)); };
  auto result = co_await result_of(call);
  if (before == Circuit::half_open) state.probed = false;
  const auto why = co_await asio::this_coro::cancellation_state;
  const bool counts = why.cancelled() == asio::cancellation_type::none &&
                      opening == state.openings;
  if (counts && !result.error && result.reply.status != 503) {
    state.strikes = 0;
  } else if (counts) {
    ++state.strikes;
    if (state.strikes >= state.failures) {
      state.shut_until = Clock::now() + state.rest;
      ++state.openings;
    }
  }
  co_return reply_in(std::move(result));
}

Circuit Breaker::circuit() const {
  // Once open, the strikes stay until an answer takes them away.
  if (state_->strikes < state_->failures) return Circuit::closed;
  return state_->shut_until > Clock::now() ? Circuit::open : Circuit::half_open;
}

namespace {

asio::awaitable<Reply> converse(tcp::endpoint carrier, std::string query) {
  tcp::socket line(co_await asio::this_coro::executor);
  co_await line.async_connect(carrier, asio::use_awaitable);
  co_await asio::async_write(line, asio::buffer(query + '\n'),
                             asio::use_awaitable);
  asio::streambuf received(longest_reply);
  co_await asio::async_read_until(line, received, '\n', asio::use_awaitable);
  std::istream stream(&received);
  std::string text;
  std::getline(stream, text);
  if (!text.empty() && text.back() == '\r') text.pop_back();
  const auto reply = workbook::reply_of(text);
  if (!reply) throw std::system_error(asio::error::invalid_argument);
  co_return *reply;
}

}  // namespace

asio::awaitable<Reply> fetch(tcp::endpoint carrier, std::string query,
                             Duration within) {
  using namespace asio::experimental::awaitable_operators;
  asio::steady_timer limit(co_await asio::this_coro::executor, within);
  auto call = [&] { return converse(carrier, std::move(query)); };
  auto first =
      co_await (result_of(call) || limit.async_wait(asio::use_awaitable));
  if (stopped(co_await asio::this_coro::cancellation_state))
    throw std::system_error(asio::error::operation_aborted);
  if (first.index() == 1) throw std::system_error(asio::error::timed_out);
  co_return reply_in(std::get<0>(std::move(first)));
}

}  // namespace exo40
