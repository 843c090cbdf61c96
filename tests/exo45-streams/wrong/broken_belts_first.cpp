// Looks for a belt that has failed before it looks who was first.
// breaks: "What a source or a function throws, next() throws: the very
//   exception, and after everything that came before it."
// step: 3
// lesson: failure-overtakes
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
        if (it->done() && (first == readers_.end() || it->failed() ||
                           (!first->failed() && it->done() < first->done())))
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

}  // namespace

Stream<Scan> merge(std::vector<Stream<Scan>> sources) {
  return Stream<Scan>(std::make_unique<Merge>(std::move(sources)));
}

}  // namespace exo45
