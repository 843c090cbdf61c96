// A row of jobs in the middle: one coroutine takes lines and starts a job for
// each, another one waits for the job at the front of the row. Each coroutine
// that waits does so on a timer of its own.
#include "pipeline.hpp"

#include <array>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <exception>
#include <functional>
#include <list>
#include <queue>
#include <span>
#include <system_error>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

namespace exo41 {

namespace {

std::exception_ptr failure(asio::error_code error) {
  return std::make_exception_ptr(std::system_error(error));
}

// Those who wait until something has changed, each with a timer.
class Change {
 public:
  explicit Change(asio::any_io_executor executor)
      : executor_(std::move(executor)) {}

  asio::awaitable<void> wait() {
    asio::steady_timer timer(executor_, asio::steady_timer::time_point::max());
    const auto mine = timers_.insert(timers_.end(), &timer);
    asio::error_code ignored;
    co_await timer.async_wait(
        asio::redirect_error(asio::use_awaitable, ignored));
    timers_.erase(mine);
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw std::system_error(asio::error::operation_aborted);
  }

  template <class Condition>
  asio::awaitable<void> until(Condition condition) {
    while (!condition()) co_await wait();
  }

  void happens() {
    for (auto* timer : timers_) timer->cancel();
  }

 private:
  asio::any_io_executor executor_;
  std::list<asio::steady_timer*> timers_;
};

// Children that are started one by one, and end together.
class Nursery {
 public:
  explicit Nursery(asio::any_io_executor executor)
      : executor_(std::move(executor)),
        empty_(executor_, asio::steady_timer::time_point::max()) {}

  void start(asio::awaitable<void> child) {
    std::erase_if(children_, [](const Child& each) { return each.over; });
    auto& mine = children_.emplace_back();
    ++alive_;
    asio::co_spawn(
        executor_, std::move(child),
        asio::bind_cancellation_slot(
            mine.stop.slot(), [this, &mine](const std::exception_ptr& error) {
              mine.over = true;
              if (error) stop(error);
              if (--alive_ == 0) empty_.cancel();
            }));
  }

  // Told at the first failure; tells all children. What has ended is over.
  void stop(const std::exception_ptr& reason) {
    if (reason_) return;
    reason_ = reason;
    for (auto& child : children_)
      if (!child.over) child.stop.emit(asio::cancellation_type::terminal);
  }

  // Awaited with throw_if_cancelled(false): it must not leave before the end.
  asio::awaitable<std::exception_ptr> end() {
    while (alive_ > 0) {
      asio::error_code ignored;
      const auto state = co_await asio::this_coro::cancellation_state;
      if (state.cancelled() != asio::cancellation_type::none) {
        co_await asio::this_coro::reset_cancellation_state();
        stop(failure(asio::error::operation_aborted));
      }
      if (alive_ > 0)
        co_await empty_.async_wait(
            asio::redirect_error(asio::use_awaitable, ignored));
    }
    co_return reason_;
  }

 private:
  struct Child {
    asio::cancellation_signal stop;
    bool over = false;
  };
  asio::any_io_executor executor_;
  asio::steady_timer empty_;
  std::list<Child> children_;
  std::size_t alive_ = 0;
  std::exception_ptr reason_;
};

asio::awaitable<void> all_of(std::list<asio::awaitable<void>> children) {
  Nursery nursery(co_await asio::this_coro::executor);
  co_await asio::this_coro::throw_if_cancelled(false);
  for (auto& child : children) nursery.start(std::move(child));
  const auto reason = co_await nursery.end();
  co_await asio::this_coro::throw_if_cancelled(true);
  if (reason) std::rethrow_exception(reason);
}

asio::awaitable<void> there(tcp::socket& from, tcp::socket& to,
                            Transform& transform) {
  std::vector<char> piece(most_kept);
  asio::error_code error;
  for (;;) {
    const auto size = co_await from.async_read_some(
        asio::buffer(piece), asio::redirect_error(asio::use_awaitable, error));
    if (error) break;
    transform(std::span(piece.data(), size));
    for (std::size_t done = 0; done < size;)
      done += co_await to.async_write_some(
          asio::buffer(piece.data() + done, size - done), asio::use_awaitable);
  }
  if (error != asio::error::eof) throw std::system_error(error);
  to.shutdown(tcp::socket::shutdown_send);
}

// Breaks both connections, unless all went well.
struct Breaking {
  ~Breaking() {
    if (well) return;
    reset(from);
    reset(to);
  }
  tcp::socket &from, &to;
  bool well = false;
};

}  // namespace

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  Breaking breaking{from, to};
  co_await there(from, to, transform);
  breaking.well = true;
}

struct Queue::State {
  State(asio::any_io_executor executor, std::size_t limit)
      : change(std::move(executor)), limit(limit) {}
  Change change;
  std::size_t limit;
  std::queue<std::string> lines;
  std::size_t held = 0;
  bool finished = false;
};

Queue::Queue(asio::any_io_executor executor, std::size_t limit)
    : state_(std::make_shared<State>(std::move(executor), limit)) {}

asio::awaitable<void> Queue::push(std::string line) {
  auto& state = *state_;
  const auto bytes = line.size() + line.empty();
  const auto fits = [&] {
    return state.held == 0 || state.held + bytes <= state.limit;
  };
  co_await state.change.until(std::ref(fits));
  state.lines.push(std::move(line));
  state.held += bytes;
  state.change.happens();
}

asio::awaitable<std::optional<std::string>> Queue::pull() {
  auto& state = *state_;
  const auto ready = [&] { return state.finished || !state.lines.empty(); };
  co_await state.change.until(std::ref(ready));
  if (state.lines.empty()) co_return std::nullopt;
  std::string line = std::move(state.lines.front());
  state.lines.pop();
  state.held -= line.size() + line.empty();
  state.change.happens();
  co_return line;
}

void Queue::finish() {
  state_->finished = true;
  state_->change.happens();
}

std::size_t Queue::held() const { return state_->held; }

namespace {

struct Row {
  explicit Row(const asio::any_io_executor& executor)
      : change(executor), nursery(executor) {}
  std::list<std::optional<std::string>> answers;
  bool finished = false;
  Change change;
  Nursery nursery;
};

asio::awaitable<void> job(const Work& work, std::string line,
                          std::optional<std::string>& answer, Change& change) {
  answer = co_await work(std::move(line));
  change.happens();
}

asio::awaitable<void> begin_jobs(Queue& in, const Work& work,
                                 std::size_t workers, Row& row) {
  const auto free = [&] { return row.answers.size() < workers; };
  for (;;) {
    co_await row.change.until(std::ref(free));
    auto line = co_await in.pull();
    if (!line) break;
    auto& answer = row.answers.emplace_back();
    row.nursery.start(job(work, std::move(*line), answer, row.change));
    row.change.happens();
  }
  row.finished = true;
  row.change.happens();
}

asio::awaitable<void> end_jobs(Queue& out, Row& row) {
  const auto ready = [&] {
    return row.answers.empty() ? row.finished : row.answers.front().has_value();
  };
  for (;;) {
    co_await row.change.until(std::ref(ready));
    if (row.answers.empty()) break;
    co_await out.push(std::move(*row.answers.front()));
    row.answers.pop_front();
    row.change.happens();
  }
}

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  Row row(co_await asio::this_coro::executor);
  co_await asio::this_coro::throw_if_cancelled(false);
  row.nursery.start(begin_jobs(in, work, workers, row));
  row.nursery.start(end_jobs(out, row));
  const auto reason = co_await row.nursery.end();
  co_await asio::this_coro::throw_if_cancelled(true);
  if (reason) std::rethrow_exception(reason);
  out.finish();
}

namespace {

void refuse_too_long(const std::string& line) {
  if (line.size() > longest_line)
    throw std::system_error(asio::error::message_size);
}

asio::awaitable<void> read_into(Queue& lines, tcp::socket& from, Flow& flow) {
  std::string text;
  std::array<char, 2'000> piece;
  for (;;) {
    asio::error_code error;
    const auto size = co_await from.async_read_some(
        asio::buffer(piece), asio::redirect_error(asio::use_awaitable, error));
    if (error && error != asio::error::eof) throw std::system_error(error);
    flow.read += size;
    text.append(piece.data(), size);
    for (auto end = text.find('\n'); end != text.npos; end = text.find('\n')) {
      auto line = text.substr(0, end + 1);
      text.erase(0, end + 1);
      refuse_too_long(line);
      co_await lines.push(std::move(line));
    }
    refuse_too_long(text);
    if (error) break;
  }
  if (!text.empty()) co_await lines.push(std::move(text));
  lines.finish();
}

asio::awaitable<void> write_from(Queue& lines, tcp::socket& to, Flow& flow) {
  for (auto line = co_await lines.pull(); line; line = co_await lines.pull()) {
    co_await asio::async_write(to, asio::buffer(*line), asio::use_awaitable);
    flow.written += line->size();
  }
  to.shutdown(tcp::socket::shutdown_send);
}

asio::awaitable<void> three_stages(tcp::socket& from, tcp::socket& to,
                                   Work work, std::size_t workers, Flow& flow) {
  const auto executor = co_await asio::this_coro::executor;
  Queue lines(executor, most_kept / 3), answers(executor, most_kept / 3);
  std::list<asio::awaitable<void>> stages;
  stages.push_back(read_into(lines, from, flow));
  stages.push_back(work_in_order(lines, answers, std::move(work), workers));
  stages.push_back(write_from(answers, to, flow));
  co_await all_of(std::move(stages));
}

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  Breaking breaking{from, to};
  co_await three_stages(from, to, std::move(work), workers, flow);
  breaking.well = true;
}

}  // namespace exo41
