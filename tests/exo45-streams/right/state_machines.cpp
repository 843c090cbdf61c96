// Callbacks change a state, and begin the calls; next() looks whether something
// is due. A window counts from when its scan came, awaited or not.
#include "streams.hpp"

#include <asio/any_io_executor.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <exception>
#include <list>
#include <system_error>

namespace exo45 {

namespace {

// A stream out of a function that gives the next value.
template <class T>
using Next = std::function<asio::awaitable<std::optional<T>>()>;

template <class T>
class By : public Source<T> {
 public:
  explicit By(Next<T> next) : next_(std::move(next)) {}
  asio::awaitable<std::optional<T>> next() override { return next_(); }

 private:
  Next<T> next_;
};

template <class T>
Stream<T> by(Next<T> next) {
  return Stream<T>(std::make_unique<By<T>>(std::move(next)));
}

// What the function of a stream refers to, next() after next().
template <class T>
using Held = std::shared_ptr<Stream<T>>;

Held<Scan> hold(Stream<Scan> source) {
  return std::make_shared<Stream<Scan>>(std::move(source));
}

using MaybeScan = std::optional<Scan>;

asio::awaitable<MaybeScan> changed(Held<Scan> source,
                                   const std::function<Scan(Scan)>& change) {
  auto scan = co_await source->next();
  if (scan) scan.emplace(change(std::move(*scan)));
  co_return scan;
}

asio::awaitable<MaybeScan> found(
    Held<Scan> source, const std::function<bool(const Scan&)>& wanted) {
  for (;;) {
    auto scan = co_await source->next();
    if (!scan || wanted(*scan)) co_return scan;
  }
}

struct Rest {
  Held<Scan> source;
  std::size_t count;
};

asio::awaitable<MaybeScan> first_of(std::shared_ptr<Rest> rest) {
  MaybeScan scan;
  if (rest->count > 0) {
    --rest->count;
    scan = co_await rest->source->next();
  }
  if (rest->count == 0) rest->source = nullptr;
  co_return scan;
}

struct Gap {
  Held<Scan> source;
  Milliseconds pause;
  std::optional<asio::steady_timer> timer;
};

// The timer is set when a scan is given, and awaited before the next one.
asio::awaitable<MaybeScan> in_time(std::shared_ptr<Gap> gap) {
  if (!gap->timer) gap->timer.emplace(co_await asio::this_coro::executor);
  auto scan = co_await gap->source->next();
  if (!scan) co_return scan;
  co_await gap->timer->async_wait(asio::use_awaitable);
  gap->timer->expires_after(gap->pause);
  co_return scan;
}

asio::awaitable<void> wait_at(asio::steady_timer& timer) {
  asio::error_code ignored;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw std::system_error(asio::error::operation_aborted);
}

using Time = std::chrono::steady_clock;

// What next() and the callbacks share. Callbacks change it; next() looks at it,
// and waits until it has changed.
struct Shared {
  std::optional<asio::steady_timer> news;
  int changes = 0;
  std::list<std::weak_ptr<asio::cancellation_signal>> stops;
};

// Does the work apart, and hands what comes of it to `then`.
template <class State, class Value, class Then>
void launch(const asio::any_io_executor& executor,
            const std::shared_ptr<State>& state, asio::awaitable<Value> work,
            Then then) {
  auto stop = std::make_shared<asio::cancellation_signal>();
  state->stops.remove_if([](const auto& it) { return it.expired(); });
  state->stops.push_back(stop);
  asio::co_spawn(
      executor, std::move(work),
      asio::bind_cancellation_slot(
          stop->slot(),
          [stop, state, then](const std::exception_ptr& failure, Value value) {
            then(*state, failure, std::move(value));
            ++state->changes;
            state->news->cancel();
          }));
}

void stop_all(Shared& state) {
  for (auto& it : state.stops)
    if (auto stop = it.lock()) stop->emit(asio::cancellation_type::terminal);
}

// Waits until the state has changed since it had so many changes, or until the
// moment has come.
asio::awaitable<void> change(
    Shared& state, int seen,
    Time::time_point moment = Time::time_point::max()) {
  if (state.changes != seen) co_return;
  state.news->expires_at(moment);
  co_await wait_at(*state.news);
}

struct BatchState : Shared {
  explicit BatchState(Stream<Scan> source) : source(std::move(source)) {}
  Stream<Scan> source;
  Batch batch;
  Time::time_point opened;
  bool reading = false;
  bool ended = false;
  std::exception_ptr failure;
};

class Batching : public Source<Batch> {
 public:
  Batching(Stream<Scan>&& source, std::size_t count, Milliseconds max_wait)
      : state_(std::make_shared<BatchState>(std::move(source))),
        count_(count),
        max_wait_(max_wait) {}
  ~Batching() override { stop_all(*state_); }

  asio::awaitable<std::optional<Batch>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    auto& its = *state_;
    if (!its.news) its.news.emplace(executor);
    while (!due()) {
      if (its.failure) std::rethrow_exception(its.failure);
      if (its.ended) co_return std::nullopt;
      const int seen = its.changes;
      if (!std::exchange(its.reading, true))
        launch(executor, state_, its.source.next(), &Batching::arrives);
      co_await change(its, seen, closes());
    }
    std::optional<Batch> given(std::move(its.batch));
    its.batch.clear();
    co_return given;
  }

 private:
  static void arrives(BatchState& its, const std::exception_ptr& failure,
                      std::optional<Scan> scan) {
    its.reading = false;
    its.failure = failure;
    its.ended = !failure && !scan;
    if (!scan) return;
    // The moment is noted also when nobody waits for it.
    if (its.batch.empty()) its.opened = Time::now();
    its.batch.push_back(std::move(*scan));
  }
  Time::time_point closes() const {
    if (state_->batch.empty()) return Time::time_point::max();
    return state_->opened + max_wait_;
  }
  bool due() const {
    const auto& its = *state_;
    if (its.batch.empty()) return false;
    return its.batch.size() == count_ || its.ended || its.failure ||
           Time::now() >= closes();
  }
  std::shared_ptr<BatchState> state_;
  const std::size_t count_;
  const Milliseconds max_wait_;
};

struct MergeState : Shared {
  struct Belt {
    Stream<Scan> source;
    bool busy = false;  // it is read, or its scan is in the queue
  };
  struct Arrival {
    Belt* belt;
    std::exception_ptr failure;
    std::optional<Scan> scan;
  };
  std::list<Belt> belts;
  std::deque<Arrival> arrivals;
};

class Merging : public Source<Scan> {
 public:
  explicit Merging(std::vector<Stream<Scan>> sources) : open_(sources.size()) {
    for (auto& source : sources)
      state_->belts.push_back({std::move(source), false});
  }
  ~Merging() override { stop_all(*state_); }

  asio::awaitable<std::optional<Scan>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    auto& its = *state_;
    if (!its.news) its.news.emplace(executor);
    while (open_ > 0) {
      const int seen = its.changes;
      for (auto& belt : its.belts)
        if (!std::exchange(belt.busy, true))
          launch(executor, state_, belt.source.next(),
                 [belt = &belt](MergeState& state,
                                const std::exception_ptr& failure,
                                std::optional<Scan> scan) {
                   state.arrivals.push_back({belt, failure, std::move(scan)});
                 });
      if (its.arrivals.empty()) {
        co_await change(its, seen);
        continue;
      }
      auto first = std::move(its.arrivals.front());
      its.arrivals.pop_front();
      if (first.failure) std::rethrow_exception(first.failure);
      if (first.scan) {
        first.belt->busy = false;
        co_return std::move(first.scan);
      }
      --open_;
    }
    co_return std::nullopt;
  }

 private:
  std::shared_ptr<MergeState> state_ = std::make_shared<MergeState>();
  std::size_t open_;
};

struct BufferState : Shared {
  explicit BufferState(Stream<Call> calls) : calls(std::move(calls)) {}
  struct Place {
    bool done = false;
    std::exception_ptr failure;
    Scan scan;
  };
  Stream<Call> calls;
  std::deque<std::shared_ptr<Place>> row;
  bool reading = false;
  bool ended = false;
  std::exception_ptr failure;
};

class Buffering : public Source<Scan> {
 public:
  Buffering(Stream<Call>&& calls, std::size_t limit)
      : state_(std::make_shared<BufferState>(std::move(calls))),
        limit_(limit) {}
  ~Buffering() override { stop_all(*state_); }

  asio::awaitable<std::optional<Scan>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    auto& its = *state_;
    if (!its.news) its.news.emplace(executor);
    while (its.row.empty() || !its.row.front()->done) {
      const int seen = its.changes;
      const bool more = !its.ended && !its.failure;
      if (more && its.row.size() < limit_ && !std::exchange(its.reading, true))
        read(executor);
      if (its.row.empty() && its.failure) std::rethrow_exception(its.failure);
      if (its.row.empty() && its.ended) co_return std::nullopt;
      co_await change(its, seen);
    }
    const auto place = its.row.front();
    its.row.pop_front();
    if (place->failure) std::rethrow_exception(place->failure);
    co_return std::move(place->scan);
  }

 private:
  // The call begins in the callback that has brought it.
  void read(const asio::any_io_executor& executor) {
    launch(executor, state_, state_->calls.next(),
           [executor, weak = std::weak_ptr<BufferState>(state_)](
               BufferState& its, const std::exception_ptr& failure,
               std::optional<Call> call) {
             its.reading = false;
             its.failure = failure;
             its.ended = !failure && !call;
             if (!call) return;
             auto place = std::make_shared<BufferState::Place>();
             its.row.push_back(place);
             launch(executor, weak.lock(), std::move(*call),
                    [place](BufferState&, const std::exception_ptr& error,
                            Scan scan) {
                      place->done = true;
                      place->failure = error;
                      place->scan = std::move(scan);
                    });
           });
  }
  std::shared_ptr<BufferState> state_;
  const std::size_t limit_;
};

}  // namespace

Stream<Scan> map(Stream<Scan> source, std::function<Scan(Scan)> change) {
  return by<Scan>(
      [source = hold(std::move(source)), change = std::move(change)] {
        return changed(source, change);
      });
}

Stream<Scan> filter(Stream<Scan> source,
                    std::function<bool(const Scan&)> wanted) {
  return by<Scan>(
      [source = hold(std::move(source)), wanted = std::move(wanted)] {
        return found(source, wanted);
      });
}

Stream<Scan> take(Stream<Scan> source, std::size_t count) {
  auto rest = std::make_shared<Rest>(Rest{hold(std::move(source)), count});
  return by<Scan>([rest] { return first_of(rest); });
}

Stream<Scan> throttle(Stream<Scan> source, Milliseconds pause) {
  auto gap =
      std::make_shared<Gap>(Gap{hold(std::move(source)), pause, std::nullopt});
  return by<Scan>([gap] { return in_time(gap); });
}

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  return Stream<Batch>(
      std::make_unique<Batching>(std::move(source), count, max_wait));
}

Stream<Scan> merge(std::vector<Stream<Scan>> sources) {
  return Stream<Scan>(std::make_unique<Merging>(std::move(sources)));
}

Stream<Scan> buffered(Stream<Call> calls, std::size_t limit) {
  return Stream<Scan>(std::make_unique<Buffering>(std::move(calls), limit));
}

}  // namespace exo45
