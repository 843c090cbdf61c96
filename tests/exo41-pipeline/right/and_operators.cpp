// Everything is joined with && of awaitable_operators, which waits for all.
// What && does not do: it keeps no first failure, and it tells a tree of
// coroutines branch by branch. So each failure is noted where it happens, and
// an alarm tells every worker at the same moment. The workers stand in a ring:
// each passes the right to push on to its neighbour.
#include "pipeline.hpp"

#include <array>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <deque>
#include <exception>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

namespace exo41 {

namespace {

using namespace asio::experimental::awaitable_operators;

asio::awaitable<void> heard(asio::steady_timer& bell) {
  co_await bell.async_wait(asio::as_tuple(asio::use_awaitable));
  auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
}

}  // namespace

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  try {
    std::array<char, 1'000> few;
    for (;;) {
      std::size_t size = 0;
      try {
        size = co_await from.async_read_some(asio::buffer(few),
                                             asio::use_awaitable);
      } catch (const asio::system_error& error) {
        if (error.code() != asio::error::eof) throw;
      }
      // No bytes and no failure: the end.
      if (size == 0) break;
      transform(std::span(few.begin(), size));
      co_await asio::async_write(to, asio::buffer(few.data(), size),
                                 asio::use_awaitable);
    }
    to.shutdown(tcp::socket::shutdown_send);
  } catch (...) {
    for (auto* socket : {&from, &to}) reset(*socket);
    throw;
  }
}

struct Queue::State {
  asio::steady_timer bell;
  std::size_t limit;
  std::deque<std::string> lines{};
  std::size_t held = 0;
  bool ended = false;

  bool fits(const std::string& line) const {
    return lines.empty() || held + cost(line) <= limit;
  }
  static std::size_t cost(const std::string& line) {
    return line.empty() ? 1 : line.size();
  }
};

Queue::Queue(asio::any_io_executor executor, std::size_t limit)
    : state_(new State{
          asio::steady_timer(executor, asio::steady_timer::time_point::max()),
          limit}) {}

asio::awaitable<void> Queue::push(std::string line) {
  while (!state_->fits(line)) co_await heard(state_->bell);
  state_->held += State::cost(line);
  state_->lines.emplace_back(std::move(line));
  state_->bell.cancel();
}

asio::awaitable<std::optional<std::string>> Queue::pull() {
  for (;;) {
    if (!state_->lines.empty()) {
      auto line = std::move(state_->lines.front());
      state_->lines.pop_front();
      state_->held -= State::cost(line);
      state_->bell.cancel();
      co_return line;
    }
    if (state_->ended) co_return std::nullopt;
    co_await heard(state_->bell);
  }
}

void Queue::finish() {
  state_->ended = true;
  state_->bell.cancel();
}

std::size_t Queue::held() const { return state_->held; }

namespace {

// Notes the first failure, and tells those who are listed.
struct Alarm {
  std::exception_ptr first;
  std::deque<asio::cancellation_signal> listed;

  void raise(const std::exception_ptr& failure) {
    if (first) return;
    first = failure;
    for (auto& each : listed) each.emit(asio::cancellation_type::terminal);
  }
};

asio::awaitable<void> noted(asio::awaitable<void> work, Alarm& alarm) {
  try {
    co_await std::move(work);
  } catch (...) {
    alarm.raise(std::current_exception());
    throw;
  }
}

// The same, on a signal of its own. Who is cancelled as a part of && passes it
// on, by raising the alarm.
asio::awaitable<void> listed(asio::awaitable<void> work, Alarm& alarm) {
  auto& signal = alarm.listed.emplace_back();
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer over(executor, asio::steady_timer::time_point::max());
  bool ended = false;
  asio::co_spawn(executor, noted(std::move(work), alarm),
                 asio::bind_cancellation_slot(signal.slot(),
                                              [&](const std::exception_ptr&) {
                                                ended = true;
                                                over.cancel();
                                              }));
  co_await asio::this_coro::throw_if_cancelled(false);
  while (!ended) {
    auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() == asio::cancellation_type::none) {
      co_await over.async_wait(asio::as_tuple(asio::use_awaitable));
      continue;
    }
    co_await asio::this_coro::reset_cancellation_state();
    alarm.raise(std::make_exception_ptr(
        asio::system_error(asio::error::operation_aborted)));
  }
  co_await asio::this_coro::throw_if_cancelled(true);
}

struct Ring {
  explicit Ring(asio::any_io_executor executor, std::size_t workers)
      : bell(std::move(executor), asio::steady_timer::time_point::max()),
        workers(workers) {}
  asio::steady_timer bell;
  const std::size_t workers;
  std::size_t takes = 0;   // whose turn it is to take a line
  std::size_t pushes = 0;  // whose turn it is to push

  void pass(std::size_t& turn) {
    turn = (turn + 1) % workers;
    bell.cancel();
  }
};

asio::awaitable<void> stand(Queue& in, Queue& out, const Work& work, Ring& ring,
                            std::size_t me) {
  for (;;) {
    while (ring.takes != me) co_await heard(ring.bell);
    auto line = co_await in.pull();
    ring.pass(ring.takes);
    if (!line) co_return;
    auto answer = co_await work(std::move(*line));
    while (ring.pushes != me) co_await heard(ring.bell);
    co_await out.push(std::move(answer));
    ring.pass(ring.pushes);
  }
}

asio::awaitable<void> stand_all(Queue& in, Queue& out, const Work& work,
                                Ring& ring, Alarm& alarm, std::size_t first,
                                std::size_t last) {
  if (last - first == 1) {
    co_await listed(stand(in, out, work, ring, first), alarm);
  } else {
    const auto middle = first + (last - first) / 2;
    co_await (stand_all(in, out, work, ring, alarm, first, middle) &&
              stand_all(in, out, work, ring, alarm, middle, last));
  }
}

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  Ring ring(co_await asio::this_coro::executor, workers);
  Alarm alarm;
  co_await stand_all(in, out, work, ring, alarm, 0, workers);
  if (alarm.first) std::rethrow_exception(alarm.first);
  out.finish();
}

namespace {

asio::awaitable<void> read(tcp::socket& from, Queue& lines, Flow& flow) {
  std::string text;
  std::array<char, 3'000> piece;
  for (bool over = false; !over;) {
    const auto [error, size] = co_await from.async_read_some(
        asio::buffer(piece), asio::as_tuple(asio::use_awaitable));
    over = error == asio::error::eof;
    if (error && !over) throw asio::system_error(error);
    flow.read += size;
    text.append(piece.data(), size);
    std::string_view rest = text;
    while (!rest.empty()) {
      const auto end = rest.find('\n');
      const auto line = rest.substr(0, end == rest.npos ? end : end + 1);
      if (line.size() > longest_line)
        throw asio::system_error(asio::error::message_size);
      if (end == rest.npos && !over) break;
      co_await lines.push(std::string(line));
      rest.remove_prefix(line.size());
    }
    text.erase(0, text.size() - rest.size());
  }
  lines.finish();
}

asio::awaitable<void> write(Queue& answers, tcp::socket& to, Flow& flow) {
  while (auto answer = co_await answers.pull())
    flow.written += co_await asio::async_write(to, asio::buffer(*answer),
                                               asio::use_awaitable);
  to.shutdown(tcp::socket::shutdown_send);
}

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  const auto executor = co_await asio::this_coro::executor;
  Queue lines(executor, 9'999), answers(executor, 9'999);
  Alarm alarm;
  try {
    co_await (noted(read(from, lines, flow), alarm) &&
              noted(work_in_order(lines, answers, work, workers), alarm) &&
              noted(write(answers, to, flow), alarm));
  } catch (...) {
    reset(from);
    reset(to);
    if (alarm.first) std::rethrow_exception(alarm.first);
    throw;
  }
}

}  // namespace exo41
