// Callbacks begin and end the reads; next() waits in an operation of our own.
#include "streams.hpp"

#include <algorithm>
#include <asio/any_io_executor.hpp>
#include <asio/associated_cancellation_slot.hpp>
#include <asio/async_result.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <exception>
#include <list>

namespace exo45 {

namespace {

class Mapping : public Source<Scan> {
 public:
  Mapping(Stream<Scan>&& source, std::function<Scan(Scan)>&& change)
      : source_(std::move(source)), change_(std::move(change)) {}
  asio::awaitable<std::optional<Scan>> next() override {
    auto scan = co_await source_.next();
    if (scan) *scan = change_(std::move(*scan));
    co_return scan;
  }

 private:
  Stream<Scan> source_;
  std::function<Scan(Scan)> change_;
};

// What filter and take have in common: a stream that passes scans on for as
// long as its own rule says so.
class Passing : public Source<Scan> {
 public:
  enum class Rule { pass, skip, pass_and_end };

  Passing(Stream<Scan>&& source, std::function<Rule(const Scan&)> rule)
      : source_(std::move(source)), rule_(std::move(rule)) {}
  asio::awaitable<std::optional<Scan>> next() override {
    for (;;) {
      auto scan = co_await source_.next();
      if (!scan) co_return std::nullopt;
      const auto rule = rule_(*scan);
      if (rule == Rule::skip) continue;
      if (rule == Rule::pass_and_end) source_ = Stream<Scan>(nullptr);
      co_return scan;
    }
  }

 private:
  Stream<Scan> source_;
  std::function<Rule(const Scan&)> rule_;
};

class Throttled : public Source<Scan> {
 public:
  Throttled(Stream<Scan>&& source, Milliseconds pause)
      : source_(std::move(source)), pause_(pause) {}
  asio::awaitable<std::optional<Scan>> next() override {
    auto scan = co_await source_.next();
    if (!scan) co_return std::nullopt;
    asio::steady_timer timer(co_await asio::this_coro::executor, free_);
    co_await timer.async_wait(asio::use_awaitable);
    free_ = std::chrono::steady_clock::now() + pause_;
    co_return scan;
  }

 private:
  Stream<Scan> source_;
  const Milliseconds pause_;
  std::chrono::steady_clock::time_point free_{};
};

// A place where one coroutine waits until it is woken: an operation of our own,
// which ends without an error when somebody wakes it, and with
// operation_aborted when it is cancelled.
class Bench {
 public:
  explicit Bench(asio::any_io_executor executor)
      : executor_(std::move(executor)) {}

  asio::awaitable<void> sit(std::shared_ptr<Bench> self) {
    auto begin = [self](auto handler) {
      using Handler = decltype(handler);
      auto slot = asio::get_associated_cancellation_slot(handler);
      self->sitting_ = std::make_unique<Sitting<Handler>>(std::move(handler));
      if (slot.is_connected())
        slot.assign(
            [bench = std::weak_ptr<Bench>(self)](asio::cancellation_type) {
              if (auto it = bench.lock())
                it->end(asio::error::operation_aborted);
            });
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>,
                                  void(asio::error_code)>(begin,
                                                          asio::use_awaitable);
  }
  void wake() { end({}); }

 private:
  struct Anybody {
    virtual ~Anybody() = default;
    virtual void end(asio::any_io_executor executor,
                     asio::error_code error) = 0;
  };
  template <class Handler>
  struct Sitting : Anybody {
    explicit Sitting(Handler&& handler) : handler(std::move(handler)) {}
    void end(asio::any_io_executor executor, asio::error_code error) override {
      asio::post(executor, [handler = std::move(handler), error]() mutable {
        handler(error);
      });
    }
    Handler handler;
  };
  void end(asio::error_code error) {
    if (auto who = std::exchange(sitting_, nullptr)) who->end(executor_, error);
  }
  asio::any_io_executor executor_;
  std::unique_ptr<Anybody> sitting_;
};

// What came of a piece of work, and what must outlive it.
template <class Value>
struct Job {
  bool done = false;
  std::exception_ptr failure;
  Value value{};
  asio::cancellation_signal stop;
};
template <class Value>
using JobPtr = std::shared_ptr<Job<Value>>;

// Begins work; calls `then` when it has ended, unless it was called off.
template <class Value, class Then>
JobPtr<Value> begin(const asio::any_io_executor& executor,
                    asio::awaitable<Value> work, std::shared_ptr<void> needs,
                    Then then) {
  auto job = std::make_shared<Job<Value>>();
  asio::co_spawn(
      executor, std::move(work),
      asio::bind_cancellation_slot(
          job->stop.slot(),
          [job, needs, then](std::exception_ptr failure, Value value) mutable {
            job->done = true;
            job->failure = failure;
            job->value = std::move(value);
            then();
          }));
  return job;
}

template <class Value>
void call_off(const JobPtr<Value>& job) {
  if (job.use_count() > 1 && !job->done)
    job->stop.emit(asio::cancellation_type::terminal);
}

template <class Value>
Value result(JobPtr<Value> job) {
  if (job->failure) std::rethrow_exception(job->failure);
  return std::move(job->value);
}

class Batching : public Source<Batch> {
 public:
  Batching(Stream<Scan>&& source, std::size_t count, Milliseconds max_wait)
      : source_(std::make_shared<Stream<Scan>>(std::move(source))),
        count_(count),
        max_wait_(max_wait) {}
  ~Batching() override { call_off(read_); }

  asio::awaitable<std::optional<Batch>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!bench_) bench_ = std::make_shared<Bench>(executor);
    Batch batch;
    auto closed = std::make_shared<bool>(false);
    asio::steady_timer window(executor);
    while (batch.size() < count_) {
      if (!read_)
        read_ = begin(executor, source_->next(), source_,
                      [bench = bench_] { bench->wake(); });
      while (!read_->done && !*closed) co_await bench_->sit(bench_);
      if (!read_->done || (read_->failure && !batch.empty())) break;
      auto scan = result(std::exchange(read_, nullptr));
      if (!scan) break;
      batch.push_back(std::move(*scan));
      if (batch.size() > 1) continue;
      window.expires_after(max_wait_);
      window.async_wait([closed, bench = bench_](asio::error_code stopped) {
        if (stopped) return;
        *closed = true;
        bench->wake();
      });
    }
    window.cancel();
    if (batch.empty()) co_return std::nullopt;
    co_return batch;
  }

 private:
  std::shared_ptr<Stream<Scan>> source_;
  const std::size_t count_;
  const Milliseconds max_wait_;
  JobPtr<std::optional<Scan>> read_;
  std::shared_ptr<Bench> bench_;
};

class Merging : public Source<Scan> {
 public:
  explicit Merging(std::vector<Stream<Scan>> sources) {
    for (auto& source : sources)
      idle_.push_back(std::make_shared<Stream<Scan>>(std::move(source)));
  }
  ~Merging() override {
    for (auto& read : reads_) call_off(read.job);
  }

  asio::awaitable<std::optional<Scan>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!bench_) bench_ = std::make_shared<Bench>(executor);
    for (;;) {
      for (auto& source : std::exchange(idle_, {})) {
        reads_.push_back({source, nullptr});
        reads_.back().job =
            begin(executor, source->next(), source,
                  [done = done_, source = source.get(), bench = bench_] {
                    done->push_back(source);
                    bench->wake();
                  });
      }
      if (reads_.empty()) co_return std::nullopt;
      while (done_->empty()) co_await bench_->sit(bench_);
      const auto it =
          std::find_if(reads_.begin(), reads_.end(), [&](const Read& read) {
            return read.source.get() == done_->front();
          });
      done_->pop_front();
      auto read = std::move(*it);
      reads_.erase(it);
      auto scan = result(read.job);
      if (!scan) continue;
      idle_.push_back(read.source);
      co_return scan;
    }
  }

 private:
  struct Read {
    std::shared_ptr<Stream<Scan>> source;
    JobPtr<std::optional<Scan>> job;
  };
  std::vector<std::shared_ptr<Stream<Scan>>> idle_;
  std::list<Read> reads_;
  // The sources whose reads are done, as they came.
  std::shared_ptr<std::deque<Stream<Scan>*>> done_ =
      std::make_shared<std::deque<Stream<Scan>*>>();
  std::shared_ptr<Bench> bench_;
};

class Buffering : public Source<Scan> {
 public:
  Buffering(Stream<Call>&& calls, std::size_t limit)
      : calls_(std::make_shared<Stream<Call>>(std::move(calls))),
        limit_(limit) {}
  ~Buffering() override {
    call_off(read_);
    for (auto& job : row_) call_off(job);
  }

  asio::awaitable<std::optional<Scan>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!bench_) bench_ = std::make_shared<Bench>(executor);
    const auto wake = [bench = bench_] { bench->wake(); };
    while (row_.empty() || !row_.front()->done) {
      if (read_ && read_->done && (row_.empty() || !read_->failure)) {
        auto call = result(std::exchange(read_, nullptr));
        if (call)
          row_.push_back(begin(executor, std::move(*call), nullptr, wake));
        else
          ended_ = true;
      } else if (!ended_ && !read_ && row_.size() < limit_) {
        read_ = begin(executor, calls_->next(), calls_, wake);
      } else if (ended_ && row_.empty()) {
        co_return std::nullopt;
      } else {
        co_await bench_->sit(bench_);
      }
    }
    auto first = std::move(row_.front());
    row_.pop_front();
    co_return result(first);
  }

 private:
  std::shared_ptr<Stream<Call>> calls_;
  const std::size_t limit_;
  JobPtr<std::optional<Call>> read_;
  std::deque<JobPtr<Scan>> row_;
  bool ended_ = false;
  std::shared_ptr<Bench> bench_;
};

}  // namespace

Stream<Scan> map(Stream<Scan> source, std::function<Scan(Scan)> change) {
  return Stream<Scan>(
      std::make_unique<Mapping>(std::move(source), std::move(change)));
}

Stream<Scan> filter(Stream<Scan> source,
                    std::function<bool(const Scan&)> wanted) {
  using Rule = Passing::Rule;
  return Stream<Scan>(std::make_unique<Passing>(
      std::move(source), [wanted = std::move(wanted)](const Scan& scan) {
        return wanted(scan) ? Rule::pass : Rule::skip;
      }));
}

Stream<Scan> take(Stream<Scan> source, std::size_t count) {
  using Rule = Passing::Rule;
  if (count == 0) return Stream<Scan>(nullptr);
  return Stream<Scan>(std::make_unique<Passing>(
      std::move(source), [left = count](const Scan&) mutable {
        return --left == 0 ? Rule::pass_and_end : Rule::pass;
      }));
}

Stream<Scan> throttle(Stream<Scan> source, Milliseconds pause) {
  return Stream<Scan>(std::make_unique<Throttled>(std::move(source), pause));
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
