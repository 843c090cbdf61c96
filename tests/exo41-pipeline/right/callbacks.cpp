// Without coroutines where that is possible: objects that call themselves back.
// The functions of the contract start them, and await one operation that ends
// when they have ended. A pipeline is one object that reads, works and writes,
// and not three stages, and needs no queue.
#include "pipeline.hpp"

#include <array>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <deque>
#include <exception>
#include <list>
#include <system_error>
#include <utility>
#include <workbook/asio.hpp>

namespace exo41 {

namespace {

constexpr auto quiet = asio::as_tuple(asio::use_awaitable);

std::exception_ptr made_of(asio::error_code error) {
  return std::make_exception_ptr(std::system_error(error));
}

// What has several callbacks under way, and one end. A derived class counts its
// operations with begin(), and calls done() at the end of each.
class Machine {
 public:
  explicit Machine(asio::any_io_executor executor)
      : executor(std::move(executor)),
        rest_(this->executor, asio::steady_timer::time_point::max()) {}
  Machine(const Machine&) = delete;
  virtual ~Machine() = default;

  // Starts it, waits until no operation is under way, and throws the first
  // failure. A cancellation is one, too.
  asio::awaitable<void> run() {
    co_await asio::this_coro::throw_if_cancelled(false);
    move();
    while (under_way_ > 0) {
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none) {
        co_await asio::this_coro::reset_cancellation_state();
        fail(made_of(asio::error::operation_aborted));
      } else {
        co_await rest_.async_wait(quiet);
      }
    }
    co_await asio::this_coro::throw_if_cancelled(true);
    if (failure_) std::rethrow_exception(failure_);
  }

 protected:
  // Starts whatever can be started now.
  virtual void move() = 0;
  // Ends the operations under way.
  virtual void stop() = 0;

  bool failed() const { return failure_ != nullptr; }
  void begin() { ++under_way_; }
  void done() {
    if (!failure_) move();
    if (--under_way_ == 0) rest_.cancel();
  }
  void done(const std::exception_ptr& failure) {
    fail(failure);
    done();
  }
  void fail(const std::exception_ptr& failure) {
    if (failure_) return;
    failure_ = failure;
    stop();
  }

  asio::any_io_executor executor;

 private:
  asio::steady_timer rest_;
  int under_way_ = 0;
  std::exception_ptr failure_;
};

class Pump : public Machine {
 public:
  Pump(tcp::socket& from, tcp::socket& to, const Transform& transform)
      : Machine(from.get_executor()),
        from_(from),
        to_(to),
        transform_(transform) {}

 private:
  void move() override {
    if (over_) return;
    begin();
    from_.async_read_some(asio::buffer(piece_),
                          [this](asio::error_code error, std::size_t size) {
                            over_ = error == asio::error::eof;
                            if (over_)
                              to_.shutdown(tcp::socket::shutdown_send, error);
                            if (error) return done(made_of(error));
                            write(size);
                          });
  }
  void write(std::size_t size) {
    if (over_) return done();
    try {
      transform_({piece_.data(), size});
    } catch (...) {
      return done(std::current_exception());
    }
    asio::async_write(to_, asio::buffer(piece_, size),
                      [this](asio::error_code error, std::size_t) {
                        if (error) return done(made_of(error));
                        done();
                      });
  }
  void stop() override {
    over_ = true;
    reset(from_);
    reset(to_);
  }

  tcp::socket& from_;
  tcp::socket& to_;
  const Transform& transform_;
  std::array<char, 5'000> piece_;
  bool over_ = false;
};

}  // namespace

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  Pump pump(from, to, transform);
  co_await pump.run();
}

struct Queue::State {
  State(const asio::any_io_executor& executor, std::size_t limit)
      : limit(limit),
        pushed(executor, asio::steady_timer::time_point::max()),
        pulled(executor, asio::steady_timer::time_point::max()) {}
  std::size_t limit, held = 0;
  bool finished = false;
  std::deque<std::string> lines;
  asio::steady_timer pushed, pulled;
};

namespace {

std::size_t size_of(const std::string& line) {
  return line.empty() ? 1 : line.size();
}

asio::awaitable<void> next(asio::steady_timer& change) {
  co_await change.async_wait(quiet);
  const auto told = co_await asio::this_coro::cancellation_state;
  if (told.cancelled() != asio::cancellation_type::none)
    std::rethrow_exception(made_of(asio::error::operation_aborted));
}

}  // namespace

Queue::Queue(asio::any_io_executor executor, std::size_t limit)
    : state_(std::make_shared<State>(executor, limit)) {}

asio::awaitable<void> Queue::push(std::string line) {
  auto state = state_;
  while (!state->lines.empty() && size_of(line) + state->held > state->limit)
    co_await next(state->pulled);
  state->held += size_of(line);
  state->lines.push_back(std::move(line));
  state->pushed.cancel();
}

asio::awaitable<std::optional<std::string>> Queue::pull() {
  auto state = state_;
  while (state->lines.empty()) {
    if (state->finished) co_return std::nullopt;
    co_await next(state->pushed);
  }
  std::optional<std::string> line(std::move(state->lines.front()));
  state->lines.pop_front();
  state->held -= size_of(*line);
  state->pulled.cancel();
  co_return line;
}

void Queue::finish() {
  state_->finished = true;
  state_->pushed.cancel();
}

std::size_t Queue::held() const { return state_->held; }

namespace {

// A coroutine, because the call itself may throw, too.
asio::awaitable<std::string> answer_to(const Work& work, std::string line) {
  co_return co_await work(std::move(line));
}

// Lines at work, in the order in which they came.
class Bench {
 public:
  struct Place {
    std::optional<std::string> answer;
    asio::cancellation_signal stop;
  };

  bool empty() const { return places_.empty(); }
  std::size_t size() const { return places_.size(); }
  bool ready() const { return !empty() && places_.front().answer; }

  Place& take() { return places_.emplace_back(); }
  std::string give() {
    auto answer = std::move(*places_.front().answer);
    // The job is over, but it may be its handler that calls us.
    over_.splice(over_.end(), places_, places_.begin());
    return answer;
  }
  void clear() { over_.clear(); }
  void stop() {
    for (auto& place : places_)
      if (!place.answer) place.stop.emit(asio::cancellation_type::terminal);
  }

 private:
  std::list<Place> places_;
  std::list<Place> over_;
};

class Middle : public Machine {
 public:
  Middle(asio::any_io_executor executor, Queue& in, Queue& out,
         const Work& work, std::size_t workers)
      : Machine(std::move(executor)),
        in_(in),
        out_(out),
        work_(work),
        workers_(workers) {}

 private:
  void move() override {
    if (!pulling_ && !ended_ && bench_.size() + pushing_ < workers_) {
      pulling_ = true;
      begin();
      asio::co_spawn(
          executor, in_.pull(),
          asio::bind_cancellation_slot(stop_pull_.slot(),
                                       [this](const std::exception_ptr& error,
                                              std::optional<std::string> line) {
                                         pulling_ = false;
                                         if (error) return done(error);
                                         ended_ = !line;
                                         // It may have come in the moment of a
                                         // failure.
                                         if (line && !failed())
                                           work_on(std::move(*line));
                                         done();
                                       }));
    }
    if (!pushing_ && bench_.ready()) {
      pushing_ = true;
      begin();
      asio::co_spawn(executor, out_.push(bench_.give()),
                     asio::bind_cancellation_slot(
                         stop_push_.slot(), [this](std::exception_ptr error) {
                           pushing_ = false;
                           bench_.clear();
                           if (error) return done(error);
                           done();
                         }));
    }
  }
  void work_on(std::string line) {
    auto& place = bench_.take();
    begin();
    asio::co_spawn(
        executor, answer_to(work_, std::move(line)),
        asio::bind_cancellation_slot(
            place.stop.slot(), [this, &place](const std::exception_ptr& error,
                                              std::string answer) {
              if (error) return done(error);
              place.answer = std::move(answer);
              done();
            }));
  }
  void stop() override {
    bench_.stop();
    stop_pull_.emit(asio::cancellation_type::terminal);
    stop_push_.emit(asio::cancellation_type::terminal);
  }

  Queue& in_;
  Queue& out_;
  const Work& work_;
  const std::size_t workers_;
  Bench bench_;
  bool pulling_ = false, pushing_ = false, ended_ = false;
  asio::cancellation_signal stop_pull_, stop_push_;
};

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  Middle middle(co_await asio::this_coro::executor, in, out, work, workers);
  co_await middle.run();
  out.finish();
}

namespace {

// A pipeline. It reads only while fewer lines wait than one read may bring.
class Plant : public Machine {
 public:
  Plant(tcp::socket& from, tcp::socket& to, const Work& work,
        std::size_t workers, Flow& flow)
      : Machine(from.get_executor()),
        from_(from),
        to_(to),
        work_(work),
        workers_(workers),
        flow_(flow) {}

 private:
  void move() override {
    take_lines();
    if (stopped_) return;
    read();
    write();
  }

  void take_lines() {
    while (bench_.size() + writing_ < workers_) {
      auto end = text_.find('\n') + 1;
      if (end == 0 && ended_) end = text_.size();
      if (end == 0) break;
      auto line = text_.substr(0, end);
      text_.erase(0, end);
      if (line.size() > longest_line)
        return fail(made_of(asio::error::message_size));
      work_on(std::move(line));
    }
    if (text_.find('\n') == text_.npos && text_.size() > longest_line)
      fail(made_of(asio::error::message_size));
  }

  void work_on(std::string line) {
    auto& place = bench_.take();
    begin();
    asio::co_spawn(
        executor, answer_to(work_, std::move(line)),
        asio::bind_cancellation_slot(
            place.stop.slot(), [this, &place](const std::exception_ptr& error,
                                              std::string answer) {
              if (error) return done(error);
              place.answer = std::move(answer);
              done();
            }));
  }

  void read() {
    if (reading_ || ended_ || text_.size() > longest_line) return;
    reading_ = true;
    begin();
    from_.async_read_some(asio::buffer(piece_),
                          [this](asio::error_code error, std::size_t size) {
                            reading_ = false;
                            ended_ = error == asio::error::eof;
                            if (error && !ended_) return done(made_of(error));
                            flow_.read += size;
                            text_.append(piece_.data(), size);
                            done();
                          });
  }

  void write() {
    if (writing_) return;
    if (bench_.ready()) {
      writing_ = true;
      begin();
      answer_ = bench_.give();
      asio::async_write(to_, asio::buffer(answer_),
                        [this](asio::error_code error, std::size_t size) {
                          writing_ = false;
                          bench_.clear();
                          if (error) return done(made_of(error));
                          flow_.written += size;
                          done();
                        });
    } else if (ended_ && text_.empty() && bench_.empty() && !told_) {
      told_ = true;
      asio::error_code error;
      to_.shutdown(tcp::socket::shutdown_send, error);
      if (error) fail(made_of(error));
    }
  }

  void stop() override {
    stopped_ = true;
    bench_.stop();
    reset(from_);
    reset(to_);
  }

  tcp::socket& from_;
  tcp::socket& to_;
  const Work& work_;
  const std::size_t workers_;
  Flow& flow_;
  std::string text_;  // read, and not at work yet
  std::string answer_;
  std::array<char, longest_line> piece_;
  Bench bench_;
  bool reading_ = false, writing_ = false, ended_ = false, told_ = false;
  bool stopped_ = false;
};

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  Plant plant(from, to, work, workers, flow);
  co_await plant.run();
}

}  // namespace exo41
