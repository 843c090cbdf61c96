#include "streams.hpp"

#include <asio/any_io_executor.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cstdint>
#include <deque>
#include <exception>
#include <list>
#include <system_error>
#include <workbook/asio.hpp>

namespace exo45 {

namespace {

using Clock = asio::steady_timer::clock_type;

// Waits until somebody cancels the timer, or until it expires; throws if we
// are told to stop. Both end a wait: only the state knows which one it was.
asio::awaitable<void> ring(asio::steady_timer& bell) {
  co_await bell.async_wait(asio::as_tuple(asio::use_awaitable));
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw std::system_error(asio::error::operation_aborted);
}

// The moment so long after another. A pause may be as long as Milliseconds can
// be, and the sum would have no number.
Clock::time_point after(Clock::time_point begin, Milliseconds pause) {
  constexpr auto never = Clock::time_point::max();
  const auto most = std::chrono::floor<Milliseconds>(never - begin);
  return pause < most ? begin + pause : never;
}

class Map : public Source<Scan> {
 public:
  Map(Stream<Scan> source, std::function<Scan(Scan)> change)
      : source_(std::move(source)), change_(std::move(change)) {}

  asio::awaitable<std::optional<Scan>> next() override {
    auto scan = co_await source_.next();
    if (!scan) co_return std::nullopt;
    co_return change_(std::move(*scan));
  }

 private:
  Stream<Scan> source_;
  std::function<Scan(Scan)> change_;
};

class Filter : public Source<Scan> {
 public:
  Filter(Stream<Scan> source, std::function<bool(const Scan&)> wanted)
      : source_(std::move(source)), wanted_(std::move(wanted)) {}

  asio::awaitable<std::optional<Scan>> next() override {
    while (auto scan = co_await source_.next())
      if (wanted_(*scan)) co_return scan;
    co_return std::nullopt;
  }

 private:
  Stream<Scan> source_;
  std::function<bool(const Scan&)> wanted_;
};

class Take : public Source<Scan> {
 public:
  Take(Stream<Scan> source, std::size_t count) : left_(count) {
    // What will not be read is not kept.
    if (count > 0) source_.emplace(std::move(source));
  }

  asio::awaitable<std::optional<Scan>> next() override {
    if (!source_) co_return std::nullopt;
    auto scan = co_await source_->next();
    if (--left_ == 0) source_.reset();
    co_return scan;
  }

 private:
  std::optional<Stream<Scan>> source_;
  std::size_t left_;
};

class Throttle : public Source<Scan> {
 public:
  Throttle(Stream<Scan> source, Milliseconds pause)
      : source_(std::move(source)), pause_(pause) {}

  asio::awaitable<std::optional<Scan>> next() override {
    // First ask, then wait: the pause passes while the scan is on its way, and
    // the end does not wait.
    auto scan = co_await source_.next();
    if (!scan) co_return std::nullopt;
    if (Clock::now() < next_) {
      asio::steady_timer pause(co_await asio::this_coro::executor, next_);
      co_await ring(pause);
    }
    // From when it was given: time that was lost is not made up for.
    next_ = after(Clock::now(), pause_);
    co_return scan;
  }

 private:
  Stream<Scan> source_;
  const Milliseconds pause_;
  // Nothing is given before that.
  Clock::time_point next_ = Clock::time_point::min();
};

// A bell to wait at, and how often it has rung for somebody who came back. It
// is made by the first next(), which knows the executor.
struct Bell {
  explicit Bell(const asio::any_io_executor& executor)
      : timer(executor, Clock::time_point::max()) {}
  asio::steady_timer timer;
  std::uint64_t rung = 0;
};

// Work that goes on when next() has returned, in a coroutine of its own. The
// last thing that an errand does is to call it off; that does no harm to one
// that is done.
template <class Value>
class Errand {
 public:
  // Rings the bell when it is done. `owner` lives until then: the work may
  // refer to what it owns. Who drops a stream cannot wait for that.
  Errand(const asio::any_io_executor& executor, asio::awaitable<Value> work,
         std::shared_ptr<void> owner, std::shared_ptr<Bell> bell)
      : result_(std::make_shared<Result>()) {
    asio::co_spawn(
        executor, std::move(work),
        asio::bind_cancellation_slot(
            result_->stop.slot(),
            [result = result_, owner = std::move(owner),
             bell = std::move(bell)](std::exception_ptr failure, Value value) {
              result->done = ++bell->rung;
              result->failure = failure;
              result->value = std::move(value);
              bell->timer.cancel();
            }));
  }
  Errand(Errand&&) = default;
  Errand& operator=(Errand&&) = delete;
  ~Errand() {
    // Alone, we are after the coroutine: the event loop was destroyed with it.
    if (result_ && !done() && result_.use_count() > 1)
      result_->stop.emit(asio::cancellation_type::terminal);
  }

  // 0 while it is under way; then a number, which is lower the sooner it was.
  std::uint64_t done() const { return result_->done; }
  bool failed() const { return result_->failure != nullptr; }

  // What it has brought, once.
  Value take() {
    if (failed()) std::rethrow_exception(result_->failure);
    return std::move(result_->value);
  }

 private:
  // The signal must live as long as the coroutine: so both share it.
  struct Result {
    std::uint64_t done = 0;
    std::exception_ptr failure;
    Value value{};
    asio::cancellation_signal stop;
  };
  std::shared_ptr<Result> result_;
};

// A source for which one can stop to wait, without losing what is on its way.
template <class T>
class Reader {
 public:
  explicit Reader(Stream<T> source)
      : source_(std::make_shared<Stream<T>>(std::move(source))) {}

  // Asks for the next value, if that is not done yet.
  void ask(const asio::any_io_executor& executor,
           const std::shared_ptr<Bell>& bell) {
    if (!read_) read_.emplace(executor, source_->next(), source_, bell);
  }
  std::uint64_t done() const { return read_ ? read_->done() : 0; }
  bool failed() const { return read_ && read_->failed(); }
  std::optional<T> take() {
    auto read = std::move(*read_);
    read_.reset();
    return read.take();
  }

 private:
  std::shared_ptr<Stream<T>> source_;
  std::optional<Errand<std::optional<T>>> read_;
};

class Batches : public Source<Batch> {
 public:
  Batches(Stream<Scan> source, std::size_t count, Milliseconds max_wait)
      : reader_(std::move(source)), count_(count), max_wait_(max_wait) {}

  asio::awaitable<std::optional<Batch>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!bell_) bell_ = std::make_shared<Bell>(executor);
    // The bell is also the timer of the window: one, for all its scans.
    auto& timer = bell_->timer;
    timer.expires_at(Clock::time_point::max());
    Batch batch;
    while (batch.size() < count_) {
      reader_.ask(executor, bell_);
      while (!reader_.done() && Clock::now() < timer.expiry())
        co_await ring(timer);
      // The window is closed: the read goes on, for the next batch.
      if (!reader_.done()) break;
      // A failure waits until what came before it is given.
      if (reader_.failed() && !batch.empty()) break;
      auto scan = reader_.take();
      if (!scan) break;
      if (batch.empty()) timer.expires_at(after(Clock::now(), max_wait_));
      batch.push_back(std::move(*scan));
    }
    if (batch.empty()) co_return std::nullopt;
    co_return batch;
  }

 private:
  Reader<Scan> reader_;
  const std::size_t count_;
  const Milliseconds max_wait_;
  std::shared_ptr<Bell> bell_;
};

class Merge : public Source<Scan> {
 public:
  explicit Merge(std::vector<Stream<Scan>> sources) {
    for (auto& source : sources) readers_.emplace_back(std::move(source));
  }

  asio::awaitable<std::optional<Scan>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!bell_) bell_ = std::make_shared<Bell>(executor);
    while (!readers_.empty()) {
      // Enough for a dozen of belts. For a thousand: a queue of those who are
      // done, so that nobody has to look for them.
      auto first = readers_.end();
      for (auto it = readers_.begin(); it != readers_.end(); ++it) {
        it->ask(executor, bell_);
        if (it->done() &&
            (first == readers_.end() || it->done() < first->done()))
          first = it;
      }
      if (first == readers_.end()) {
        co_await ring(bell_->timer);
        continue;
      }
      auto scan = first->take();
      if (scan) co_return scan;
      readers_.erase(first);
    }
    co_return std::nullopt;
  }

 private:
  std::list<Reader<Scan>> readers_;
  std::shared_ptr<Bell> bell_;
};

class Buffered : public Source<Scan> {
 public:
  Buffered(Stream<Call> calls, std::size_t limit)
      : reader_(std::move(calls)), limit_(limit) {}

  asio::awaitable<std::optional<Scan>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!bell_) bell_ = std::make_shared<Bell>(executor);
    for (;;) {
      // A call whose scan came too early keeps its place in the row: so the
      // row is all that there is to be counted.
      if (!row_.empty() && row_.front().done()) {
        auto call = std::move(row_.front());
        row_.pop_front();
        co_return call.take();
      }
      if (!ended_ && row_.size() < limit_) reader_.ask(executor, bell_);
      if (reader_.done() && (row_.empty() || !reader_.failed())) {
        auto call = reader_.take();
        ended_ = !call;
        if (call) row_.emplace_back(executor, std::move(*call), nullptr, bell_);
        continue;
      }
      if (ended_ && row_.empty()) co_return std::nullopt;
      co_await ring(bell_->timer);
    }
  }

 private:
  Reader<Call> reader_;
  const std::size_t limit_;
  std::deque<Errand<Scan>> row_;
  bool ended_ = false;
  std::shared_ptr<Bell> bell_;
};

}  // namespace

Stream<Scan> map(Stream<Scan> source, std::function<Scan(Scan)> change) {
  return Stream<Scan>(
      std::make_unique<Map>(std::move(source), std::move(change)));
}

Stream<Scan> filter(Stream<Scan> source,
                    std::function<bool(const Scan&)> wanted) {
  return Stream<Scan>(
      std::make_unique<Filter>(std::move(source), std::move(wanted)));
}

Stream<Scan> take(Stream<Scan> source, std::size_t count) {
  return Stream<Scan>(std::make_unique<Take>(std::move(source), count));
}

Stream<Scan> throttle(Stream<Scan> source, Milliseconds pause) {
  return Stream<Scan>(std::make_unique<Throttle>(std::move(source), pause));
}

Stream<Batch> batch(Stream<Scan> source, std::size_t count,
                    Milliseconds max_wait) {
  return Stream<Batch>(
      std::make_unique<Batches>(std::move(source), count, max_wait));
}

Stream<Scan> merge(std::vector<Stream<Scan>> sources) {
  return Stream<Scan>(std::make_unique<Merge>(std::move(sources)));
}

Stream<Scan> buffered(Stream<Call> calls, std::size_t limit) {
  return Stream<Scan>(std::make_unique<Buffered>(std::move(calls), limit));
}

}  // namespace exo45
