// For wrong answers: work that goes on when next() has returned, and a reader
// that reads its source in this way. Both are right.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/cancellation_type.hpp>
#include <asio/co_spawn.hpp>
#include <asio/steady_timer.hpp>
#include <cstdint>
#include <exception>
#include <exo45-streams/plain_wait.hpp>
#include <list>
#include <memory>
#include <optional>
#include <utility>

#include "streams.hpp"

namespace exo45::plain {

// Where next() waits, and how often an errand has rung there.
struct Bell {
  explicit Bell(const asio::any_io_executor& executor)
      : timer(executor, Clock::time_point::max()) {}
  asio::steady_timer timer;
  std::uint64_t rung = 0;
};

using SharedBell = std::shared_ptr<Bell>;

// Work in a coroutine of its own, which rings the bell when it is done. Who
// drops the errand calls it off, and cannot wait until it has stopped: `owner`
// lives until then, and the work may refer to what it owns.
template <class Value>
class Errand {
 public:
  Errand(const SharedBell& bell, asio::awaitable<Value> work,
         std::shared_ptr<void> owner = nullptr)
      : result_(std::make_shared<Result>()) {
    asio::co_spawn(bell->timer.get_executor(), std::move(work),
                   asio::bind_cancellation_slot(
                       result_->stop.slot(),
                       [result = result_, owner = std::move(owner), bell](
                           std::exception_ptr failure, Value value) {
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
  // From now on, nobody calls it off.
  void detach() { result_.reset(); }

  // 0 while it is under way; then a number, which is lower the sooner it was.
  std::uint64_t done() const { return result_->done; }
  bool failed() const { return result_->failure != nullptr; }

  // What it has brought, once.
  Value take() {
    if (failed()) std::rethrow_exception(result_->failure);
    return std::move(result_->value);
  }

 private:
  // The signal lives as long as the coroutine: both share it.
  struct Result {
    std::uint64_t done = 0;
    std::exception_ptr failure;
    Value value{};
    asio::cancellation_signal stop;
  };
  std::shared_ptr<Result> result_;
};

// A source for which one can stop to wait: what is on its way is kept.
template <class T>
class Reader {
 public:
  explicit Reader(Stream<T> source)
      : source_(std::make_shared<Stream<T>>(std::move(source))) {}

  // Asks for a value, if that is not done yet.
  void ask(const SharedBell& bell) {
    if (reads_.empty()) ask_again(bell);
  }
  void ask_again(const SharedBell& bell) {
    reads_.emplace_back(bell, source_->next(), source_);
  }
  void detach() {
    for (auto& read : reads_) read.detach();
  }

  // The rest is about the first read.
  std::uint64_t done() const {
    return reads_.empty() ? 0 : reads_.front().done();
  }
  bool failed() const { return !reads_.empty() && reads_.front().failed(); }
  std::optional<T> take() {
    auto read = std::move(reads_.front());
    reads_.pop_front();
    return read.take();
  }

 private:
  std::shared_ptr<Stream<T>> source_;
  std::list<Errand<std::optional<T>>> reads_;  // one, unless it asks again
};

}  // namespace exo45::plain
