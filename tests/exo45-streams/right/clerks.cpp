// Each source has a clerk, who reads when he is told to, and a desk; each call
// has both, too. The simple streams are functions.
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

// Who waits here is told that there is news.
using News = std::shared_ptr<asio::steady_timer>;

News make_news(const asio::any_io_executor& executor) {
  return std::make_shared<asio::steady_timer>(
      executor, asio::steady_timer::time_point::max());
}

// A clerk reads one value when he is told to, puts it on his desk, and goes
// home. The desk stays for as long as he is at work.
template <class T>
struct Desk {
  Desk(Stream<T> source, News news)
      : source(std::move(source)), news(std::move(news)) {}
  Stream<T> source;
  News news;
  // Another one for each order: the coroutine of the order before may still be
  // about to clear its slot.
  std::shared_ptr<asio::cancellation_signal> home;
  bool ordered = false;
  bool ready = false;
  std::optional<T> value;
  std::exception_ptr failure;
};

template <class T>
asio::awaitable<void> serve(std::shared_ptr<Desk<T>> desk) {
  try {
    auto value = co_await desk->source.next();
    desk->value.reset();
    if (value) desk->value.emplace(std::move(*value));
  } catch (...) {
    desk->failure = std::current_exception();
  }
  desk->ready = true;
  desk->news->cancel();
}

template <class T>
class Clerk {
 public:
  explicit Clerk(Stream<T> source) : source_(std::move(source)) {}
  Clerk(Clerk&&) = default;
  Clerk& operator=(Clerk&&) = default;
  ~Clerk() {
    if (desk_.use_count() > 1 && !desk_->ready)
      desk_->home->emit(asio::cancellation_type::terminal);
  }
  void order(const asio::any_io_executor& executor, const News& news) {
    if (!desk_) desk_ = std::make_shared<Desk<T>>(std::move(source_), news);
    if (std::exchange(desk_->ordered, true)) return;
    desk_->home = std::make_shared<asio::cancellation_signal>();
    asio::co_spawn(executor, serve(desk_),
                   asio::bind_cancellation_slot(
                       desk_->home->slot(), [desk = desk_, home = desk_->home](
                                                const std::exception_ptr&) {}));
  }
  bool ready() const { return desk_ && desk_->ready; }
  bool failed() const { return ready() && desk_->failure; }
  std::optional<T> collect() {
    if (desk_->failure) std::rethrow_exception(desk_->failure);
    desk_->ready = false;
    desk_->ordered = false;
    std::optional<T> value = std::move(desk_->value);
    desk_->value.reset();
    return value;
  }

 private:
  Stream<T> source_;
  std::shared_ptr<Desk<T>> desk_;
};

class Batching : public Source<Batch> {
 public:
  Batching(Stream<Scan>&& source, std::size_t count, Milliseconds max_wait)
      : clerk_(std::move(source)), count_(count), max_wait_(max_wait) {}
  asio::awaitable<std::optional<Batch>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!news_) news_ = make_news(executor);
    Batch batch;
    auto closes = asio::steady_timer::time_point::max();
    while (batch.size() < count_) {
      if (!clerk_.ready()) clerk_.order(executor, news_);
      while (!clerk_.ready() && std::chrono::steady_clock::now() < closes) {
        news_->expires_at(closes);
        co_await wait_at(*news_);
      }
      if (!clerk_.ready() || (clerk_.failed() && !batch.empty())) break;
      auto scan = clerk_.collect();
      if (!scan) break;
      if (batch.empty()) closes = std::chrono::steady_clock::now() + max_wait_;
      batch.push_back(std::move(*scan));
    }
    std::optional<Batch> given;
    if (!batch.empty()) given.emplace(std::move(batch));
    co_return given;
  }

 private:
  Clerk<Scan> clerk_;
  const std::size_t count_;
  const Milliseconds max_wait_;
  News news_;
};

// Clerks who wait, and clerks who are ready, in the order in which they came.
class Merging : public Source<Scan> {
 public:
  explicit Merging(std::vector<Stream<Scan>> sources) {
    for (auto& source : sources) waiting_.emplace_back(std::move(source));
  }
  asio::awaitable<std::optional<Scan>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    for (;;) {
      if (!bell_) bell_ = make_news(executor);
      for (auto it = waiting_.begin(); it != waiting_.end(); ++it) {
        // Each has a bell of its own, which moves it to those who are ready.
        if (!it->news) it->news = make_news(executor);
        if (!it->listens) listen(it);
        it->clerk.order(executor, it->news);
      }
      if (ready_.empty() && waiting_.empty()) co_return std::nullopt;
      if (ready_.empty()) {
        co_await wait_at(*bell_);
        continue;
      }
      auto scan = ready_.front().clerk.collect();
      if (scan) {
        waiting_.splice(waiting_.end(), ready_, ready_.begin());
        co_return scan;
      }
      ready_.pop_front();
    }
  }

 private:
  struct Own {
    explicit Own(Stream<Scan> source) : clerk(std::move(source)) {}
    Clerk<Scan> clerk;
    News news;
    bool listens = false;
  };
  using Place = std::list<Own>::iterator;
  void listen(Place place) {
    place->listens = true;
    place->news->async_wait(
        [this, place, alive = std::weak_ptr<bool>(alive_)](asio::error_code) {
          if (alive.expired()) return;
          place->listens = false;
          ready_.splice(ready_.end(), waiting_, place);
          bell_->cancel();
        });
  }
  std::list<Own> waiting_, ready_;
  News bell_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
};

// One clerk takes calls from the source, and each call has a clerk, too: it is
// a stream of one scan.
class Single : public Source<Scan> {
 public:
  explicit Single(Call call) : call_(std::move(call)) {}
  asio::awaitable<std::optional<Scan>> next() override {
    co_return co_await std::move(call_);
  }

 private:
  Call call_;
};

class Buffering : public Source<Scan> {
 public:
  Buffering(Stream<Call>&& calls, std::size_t limit)
      : calls_(std::move(calls)), limit_(limit) {}
  asio::awaitable<std::optional<Scan>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!news_) news_ = make_news(executor);
    for (;;) {
      while (calls_.ready() && !calls_.failed() && !over_) {
        auto call = calls_.collect();
        over_ = !call.has_value();
        if (over_) break;
        row_.emplace_back(
            Stream<Scan>(std::make_unique<Single>(std::move(*call))));
        row_.back().order(executor, news_);
      }
      if (!row_.empty() && row_.front().ready()) {
        auto first = std::move(row_.front());
        row_.pop_front();
        co_return first.collect();
      }
      if (row_.empty() && calls_.failed()) calls_.collect();
      if (row_.empty() && over_) co_return std::nullopt;
      if (!over_ && !calls_.ready() && row_.size() < limit_) {
        calls_.order(executor, news_);
        // It may be there at once: then nobody rings any more.
        if (calls_.ready()) continue;
      }
      co_await wait_at(*news_);
    }
  }

 private:
  Clerk<Call> calls_;
  const std::size_t limit_;
  std::deque<Clerk<Scan>> row_;
  bool over_ = false;
  News news_;
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
