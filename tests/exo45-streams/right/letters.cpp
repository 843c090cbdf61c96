// All that happens is a letter: the end of a read, of a call or of a window.
// Each stream has one mailbox, a channel, and next() does what its letters say.
#include "streams.hpp"

#include <asio/any_io_executor.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/channel.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <limits>
#include <map>
#include <system_error>
#include <workbook/asio.hpp>

namespace exo45 {

namespace {

using Clock = asio::steady_timer::clock_type;

struct Letter {
  std::size_t from = 0;
  std::exception_ptr failure;
  std::optional<Scan> scan;
  std::optional<Call> call;
};

// In the order in which the letters were written. It is never full.
using Mailbox = asio::experimental::channel<void(asio::error_code,
                                                 std::shared_ptr<Letter>)>;

std::shared_ptr<Mailbox> mailbox_at(const asio::any_io_executor& executor) {
  constexpr auto endless = std::numeric_limits<std::size_t>::max();
  return std::make_shared<Mailbox>(executor, endless);
}

void stop_if_told(const asio::cancellation_state& state) {
  if (state.cancelled() != asio::cancellation_type::none)
    throw std::system_error(asio::error::operation_aborted);
}

asio::awaitable<std::shared_ptr<Letter>> next_letter(Mailbox& mailbox) {
  auto [error, letter] =
      co_await mailbox.async_receive(asio::as_tuple(asio::use_awaitable));
  const auto state = co_await asio::this_coro::cancellation_state;
  stop_if_told(state);
  co_return letter;
}

// What is written runs apart; it owns what it needs.
asio::awaitable<void> read(std::shared_ptr<Letter> letter,
                           std::shared_ptr<Stream<Scan>> source) {
  letter->scan = co_await source->next();
}

asio::awaitable<void> read_call(std::shared_ptr<Letter> letter,
                                std::shared_ptr<Stream<Call>> source) {
  letter->call = co_await source->next();
}

asio::awaitable<void> make(std::shared_ptr<Letter> letter, Call call) {
  letter->scan = co_await std::move(call);
}

// Somebody who writes a letter, and is told to stop when nobody wants it.
class Writer {
 public:
  Writer(const std::shared_ptr<Mailbox>& mailbox,
         const std::shared_ptr<Letter>& letter, asio::awaitable<void> writes)
      : its_(std::make_shared<State>()) {
    asio::co_spawn(mailbox->get_executor(), std::move(writes),
                   asio::bind_cancellation_slot(
                       its_->stop.slot(), [its = its_, mailbox,
                                           letter](std::exception_ptr failure) {
                         its->done = true;
                         letter->failure = failure;
                         mailbox->try_send(asio::error_code(), letter);
                       }));
  }
  Writer(Writer&&) = default;
  Writer& operator=(Writer&&) = delete;
  ~Writer() {
    // Alone, we are after the coroutine: the event loop was destroyed with it.
    if (its_ && !its_->done && its_.use_count() > 1)
      its_->stop.emit(asio::cancellation_type::terminal);
  }

 private:
  struct State {
    bool done = false;
    asio::cancellation_signal stop;
  };
  std::shared_ptr<State> its_;
};

std::shared_ptr<Letter> letter_from(std::size_t number) {
  auto letter = std::make_shared<Letter>();
  letter->from = number;
  return letter;
}

class Map : public Source<Scan> {
 public:
  Map(Stream<Scan> source, std::function<Scan(Scan)> change)
      : source_(std::move(source)), change_(std::move(change)) {}

  asio::awaitable<std::optional<Scan>> next() override {
    auto scan = co_await source_.next();
    if (scan) scan = change_(std::move(*scan));
    co_return scan;
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
    for (;;) {
      auto scan = co_await source_.next();
      if (!scan || wanted_(*scan)) co_return scan;
    }
  }

 private:
  Stream<Scan> source_;
  std::function<bool(const Scan&)> wanted_;
};

class Take : public Source<Scan> {
 public:
  Take(Stream<Scan> source, std::size_t count)
      : source_(std::make_unique<Stream<Scan>>(std::move(source))),
        left_(count) {
    if (left_ == 0) source_.reset();
  }

  asio::awaitable<std::optional<Scan>> next() override {
    if (!source_) co_return std::nullopt;
    auto scan = co_await source_->next();
    if (--left_ == 0) source_.reset();
    co_return scan;
  }

 private:
  std::unique_ptr<Stream<Scan>> source_;
  std::size_t left_;
};

class Throttle : public Source<Scan> {
 public:
  Throttle(Stream<Scan> source, Milliseconds pause)
      : source_(std::move(source)), pause_(pause) {}

  asio::awaitable<std::optional<Scan>> next() override {
    auto scan = co_await source_.next();
    if (scan && Clock::now() < not_before_) {
      asio::steady_timer timer(co_await asio::this_coro::executor, not_before_);
      co_await timer.async_wait(asio::use_awaitable);
      const auto state = co_await asio::this_coro::cancellation_state;
      stop_if_told(state);
    }
    not_before_ = Clock::now() + pause_;
    co_return scan;
  }

 private:
  Stream<Scan> source_;
  const Milliseconds pause_;
  Clock::time_point not_before_ = Clock::time_point::min();
};

class Batches : public Source<Batch> {
 public:
  Batches(Stream<Scan> source, std::size_t count, Milliseconds max_wait)
      : source_(std::make_shared<Stream<Scan>>(std::move(source))),
        count_(count),
        max_wait_(max_wait) {}

  asio::awaitable<std::optional<Batch>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!mailbox_) mailbox_ = mailbox_at(executor);
    Batch batch;
    asio::steady_timer timer(executor);
    ++window_;
    while (!last_ && batch.size() < count_) {
      if (!reader_) {
        const auto letter = letter_from(the_reader);
        reader_.emplace(mailbox_, letter, read(letter, source_));
      }
      const auto letter = co_await next_letter(*mailbox_);
      if (letter->from == window_) break;
      // A window that was closed by a scan may have written all the same.
      if (letter->from != the_reader) continue;
      reader_.reset();
      if (!letter->scan) {
        last_ = letter;
        break;
      }
      if (batch.empty()) open(timer);
      batch.push_back(std::move(*letter->scan));
    }
    if (!batch.empty()) co_return batch;
    if (last_->failure) std::rethrow_exception(last_->failure);
    co_return std::nullopt;
  }

 private:
  static constexpr std::size_t the_reader = 0;

  void open(asio::steady_timer& timer) {
    timer.expires_after(max_wait_);
    timer.async_wait([mailbox = mailbox_, letter = letter_from(window_)](
                         const asio::error_code& error) {
      if (!error) mailbox->try_send(asio::error_code(), letter);
    });
  }

  std::shared_ptr<Stream<Scan>> source_;
  const std::size_t count_;
  const Milliseconds max_wait_;
  std::shared_ptr<Mailbox> mailbox_;
  std::optional<Writer> reader_;
  std::shared_ptr<Letter> last_;  // the end, or a failure
  std::size_t window_ = the_reader;
};

class Merge : public Source<Scan> {
 public:
  explicit Merge(std::vector<Stream<Scan>> sources) {
    for (auto& source : sources)
      belts_[belts_.size()].source =
          std::make_shared<Stream<Scan>>(std::move(source));
  }

  asio::awaitable<std::optional<Scan>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!mailbox_) mailbox_ = mailbox_at(executor);
    while (!belts_.empty()) {
      for (auto& [number, belt] : belts_) {
        if (belt.reader) continue;
        const auto letter = letter_from(number);
        belt.reader.emplace(mailbox_, letter, read(letter, belt.source));
      }
      const auto letter = co_await next_letter(*mailbox_);
      if (letter->failure) std::rethrow_exception(letter->failure);
      if (letter->scan) {
        belts_.at(letter->from).reader.reset();
        co_return std::move(letter->scan);
      }
      belts_.erase(letter->from);
    }
    co_return std::nullopt;
  }

 private:
  struct Belt {
    std::shared_ptr<Stream<Scan>> source;
    std::optional<Writer> reader;
  };
  std::map<std::size_t, Belt> belts_;
  std::shared_ptr<Mailbox> mailbox_;
};

class Buffered : public Source<Scan> {
 public:
  Buffered(Stream<Call> calls, std::size_t limit)
      : source_(std::make_shared<Stream<Call>>(std::move(calls))),
        limit_(limit) {}

  asio::awaitable<std::optional<Scan>> next() override {
    const auto executor = co_await asio::this_coro::executor;
    if (!mailbox_) mailbox_ = mailbox_at(executor);
    for (;;) {
      const auto first = calls_.begin();
      if (first != calls_.end() && first->second.letter) {
        const auto letter = first->second.letter;
        calls_.erase(first);
        if (letter->failure) std::rethrow_exception(letter->failure);
        co_return std::move(letter->scan);
      }
      if (last_ && calls_.empty()) {
        if (last_->failure) std::rethrow_exception(last_->failure);
        co_return std::nullopt;
      }
      if (!last_ && !reader_ && calls_.size() < limit_) {
        const auto letter = letter_from(the_reader);
        reader_.emplace(mailbox_, letter, read_call(letter, source_));
      }
      const auto letter = co_await next_letter(*mailbox_);
      if (letter->from != the_reader) {
        calls_.at(letter->from).letter = letter;
        continue;
      }
      reader_.reset();
      if (letter->call)
        begin(std::move(*letter->call));
      else
        last_ = letter;
    }
  }

 private:
  static constexpr std::size_t the_reader = 0;

  void begin(Call call) {
    const auto letter = letter_from(++begun_);
    calls_[begun_].caller.emplace(mailbox_, letter,
                                  make(letter, std::move(call)));
  }

  struct Place {
    std::optional<Writer> caller;
    std::shared_ptr<Letter> letter;  // once it is there
  };
  std::shared_ptr<Stream<Call>> source_;
  const std::size_t limit_;
  std::shared_ptr<Mailbox> mailbox_;
  std::optional<Writer> reader_;
  std::map<std::size_t, Place> calls_;  // in the order of the source
  std::shared_ptr<Letter> last_;        // the end, or a failure
  std::size_t begun_ = the_reader;
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
