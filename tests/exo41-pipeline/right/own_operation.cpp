// An operation of its own: async_pump, a stackless coroutine of Asio that takes
// any completion token.
#include "pipeline.hpp"

#include <algorithm>
#include <array>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/compose.hpp>
#include <asio/coroutine.hpp>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <deque>
#include <exception>
#include <list>
#include <system_error>
#include <tuple>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

namespace exo41 {

namespace {

struct Hose {
  tcp::socket& from;
  tcp::socket& to;
  const Transform& transform;
  std::array<char, 8'000> piece;
};

#include <asio/yield.hpp>

class Pumping : asio::coroutine {
 public:
  explicit Pumping(Hose& hose) : hose_(&hose) {}

  template <class Self>
  void operator()(Self& self, asio::error_code error = {},
                  std::size_t size = 0) {
    auto& [from, to, transform, piece] = *hose_;
    reenter(*this) {
      for (;;) {
        yield from.async_read_some(asio::buffer(piece), std::move(self));
        if (error) break;
        try {
          transform({piece.data(), size});
        } catch (...) {
          self.complete(std::current_exception());
          return;
        }
        yield asio::async_write(to, asio::buffer(piece, size), std::move(self));
        if (error) break;
      }
      if (error == asio::error::eof)
        to.shutdown(tcp::socket::shutdown_send, error);
      self.complete(error ? std::make_exception_ptr(std::system_error(error))
                          : nullptr);
    }
  }

 private:
  Hose* hose_;
};

#include <asio/unyield.hpp>

template <class Token>
auto async_pump(Hose& hose, Token&& token) {
  return asio::async_compose<Token, void(std::exception_ptr)>(Pumping(hose),
                                                              token, hose.from);
}

}  // namespace

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  Hose hose{from, to, transform, {}};
  try {
    co_await async_pump(hose, asio::use_awaitable);
  } catch (...) {
    reset(from);
    reset(to);
    throw;
  }
}

namespace {

// Those who wait for news.
class News {
 public:
  explicit News(asio::any_io_executor executor)
      : bell_(std::move(executor), asio::steady_timer::time_point::max()) {}

  // Ends at the next tell(), or when it is cancelled.
  asio::awaitable<void> wait() {
    co_await bell_.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  // The same, and throws when it was cancelled.
  asio::awaitable<void> wait_or_stop() {
    co_await wait();
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw std::system_error(asio::error::operation_aborted);
  }

  void tell() { bell_.cancel(); }

 private:
  asio::steady_timer bell_;
};

}  // namespace

struct Queue::State {
  State(const asio::any_io_executor& executor, std::size_t limit)
      : news(executor), limit(limit) {}
  News news;
  const std::size_t limit;
  std::deque<std::string> lines;
  std::size_t held = 0;
  bool over = false;
};

namespace {

std::size_t weight(const std::string& line) {
  return line.empty() ? 1 : line.size();
}

}  // namespace

Queue::Queue(asio::any_io_executor executor, std::size_t limit)
    : state_(std::make_shared<State>(executor, limit)) {}

asio::awaitable<void> Queue::push(std::string line) {
  const auto state = state_;
  while (!state->lines.empty() && state->held + weight(line) > state->limit)
    co_await state->news.wait_or_stop();
  state->held += weight(line);
  state->lines.push_back(std::move(line));
  state->news.tell();
}

asio::awaitable<std::optional<std::string>> Queue::pull() {
  const auto state = state_;
  while (state->lines.empty() && !state->over)
    co_await state->news.wait_or_stop();
  std::optional<std::string> line;
  if (!state->lines.empty()) {
    line = std::move(state->lines.front());
    state->lines.pop_front();
    state->held -= weight(*line);
    state->news.tell();
  }
  co_return line;
}

void Queue::finish() {
  state_->over = true;
  state_->news.tell();
}

std::size_t Queue::held() const { return state_->held; }

namespace {

// A group of coroutines under one roof.
asio::awaitable<void> run_all(std::vector<asio::awaitable<void>> group) {
  const auto executor = co_await asio::this_coro::executor;
  News news(executor);
  std::list<asio::cancellation_signal> signals;
  std::size_t left = group.size();
  std::exception_ptr reason;
  const auto stop = [&](std::exception_ptr why) {
    if (reason) return;
    reason = std::move(why);
    for (auto& signal : signals) signal.emit(asio::cancellation_type::terminal);
  };
  for (auto& each : group)
    asio::co_spawn(
        executor, std::move(each),
        asio::bind_cancellation_slot(signals.emplace_back().slot(),
                                     [&](const std::exception_ptr& error) {
                                       --left;
                                       if (error) stop(error);
                                       if (left == 0) news.tell();
                                     }));
  co_await asio::this_coro::throw_if_cancelled(false);
  while (left > 0) {
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
      stop(std::make_exception_ptr(
          std::system_error(asio::error::operation_aborted)));
      co_await asio::this_coro::reset_cancellation_state();
      continue;
    }
    co_await news.wait();
  }
  co_await asio::this_coro::throw_if_cancelled(true);
  if (reason) std::rethrow_exception(reason);
}

struct Display {
  explicit Display(const asio::any_io_executor& executor) : news(executor) {}
  std::uint64_t given = 0;
  std::uint64_t shown = 0;
  News news;
};

asio::awaitable<void> serve_lines(Queue& in, Queue& out, const Work& work,
                                  Display& display) {
  for (;;) {
    auto line = co_await in.pull();
    if (!line) co_return;
    const auto number = display.given++;
    auto answer = co_await work(std::move(*line));
    while (display.shown != number) co_await display.news.wait_or_stop();
    co_await out.push(std::move(answer));
    ++display.shown;
    display.news.tell();
  }
}

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  Display display(co_await asio::this_coro::executor);
  std::vector<asio::awaitable<void>> group;
  while (group.size() < workers)
    group.push_back(serve_lines(in, out, work, display));
  co_await run_all(std::move(group));
  out.finish();
}

namespace {

asio::awaitable<void> bring(tcp::socket& from, Queue& lines, Flow& flow) {
  std::vector<char> piece(longest_line / 2);
  std::string kept;
  asio::error_code error;
  for (;;) {
    std::size_t size = 0;
    std::tie(error, size) = co_await from.async_read_some(
        asio::buffer(piece), asio::as_tuple(asio::use_awaitable));
    if (error) break;
    flow.read += size;
    for (auto at = piece.begin(), end = at + size; at != end;) {
      auto stop = std::find(at, end, '\n');
      const bool whole = stop != end;
      if (whole) ++stop;
      kept.append(at, stop);
      at = stop;
      if (kept.size() > longest_line)
        throw std::system_error(asio::error::message_size);
      if (whole) co_await lines.push(std::exchange(kept, {}));
    }
  }
  if (error != asio::error::eof) throw std::system_error(error);
  if (!kept.empty()) co_await lines.push(std::move(kept));
  lines.finish();
}

asio::awaitable<void> take_away(Queue& lines, tcp::socket& to, Flow& flow) {
  for (;;) {
    const auto line = co_await lines.pull();
    if (!line) break;
    flow.written += co_await asio::async_write(to, asio::buffer(*line),
                                               asio::use_awaitable);
  }
  to.shutdown(tcp::socket::shutdown_send);
}

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  const auto executor = co_await asio::this_coro::executor;
  Queue lines(executor, 10'000), answers(executor, 10'000);
  std::vector<asio::awaitable<void>> group;
  group.push_back(bring(from, lines, flow));
  group.push_back(work_in_order(lines, answers, std::move(work), workers));
  group.push_back(take_away(answers, to, flow));
  std::exception_ptr reason;
  try {
    co_await run_all(std::move(group));
  } catch (...) {
    reason = std::current_exception();
  }
  if (!reason) co_return;
  reset(to);
  reset(from);
  std::rethrow_exception(reason);
}

}  // namespace exo41
