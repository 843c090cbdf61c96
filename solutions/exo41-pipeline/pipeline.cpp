#include "pipeline.hpp"

#include <algorithm>
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
#include <system_error>
#include <utility>
#include <vector>
#include <workbook/asio.hpp>

namespace exo41 {

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

asio::awaitable<void> copy(tcp::socket& from, tcp::socket& to,
                           const Transform& transform) {
  // One buffer. While it is written nothing is read: the network fills up
  // behind us, and the sender has to wait. Two buffers would let a read and a
  // write overlap, and keep twice as much.
  std::array<char, 16 * 1024> piece;
  for (;;) {
    const auto [error, size] =
        co_await from.async_read_some(asio::buffer(piece), as_result);
    // The one error that is no failure.
    if (error == asio::error::eof) break;
    if (error) throw std::system_error(error);
    transform(std::span(piece).first(size));
    co_await asio::async_write(to, asio::buffer(piece, size),
                               asio::use_awaitable);
  }
  // Not close(): what comes back from `to` is not ours to cut off.
  to.shutdown(tcp::socket::shutdown_send);
}

}  // namespace

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  try {
    co_await copy(from, to, transform);
  } catch (...) {
    reset(from);
    reset(to);
    throw;
  }
}

struct Queue::State {
  State(const asio::any_io_executor& executor, std::size_t limit)
      : limit(limit),
        more(executor, asio::steady_timer::time_point::max()),
        less(executor, asio::steady_timer::time_point::max()) {}

  // A line that counted for nothing could be held without end.
  static std::size_t cost(const std::string& line) {
    return std::max<std::size_t>(line.size(), 1);
  }

  const std::size_t limit;
  std::deque<std::string> lines;
  std::size_t held = 0;
  bool finished = false;
  asio::steady_timer more;  // a bell: a line is in, or none will come
  asio::steady_timer less;  // a bell: a line is out
};

namespace {

// Waits until the bell rings, or throws if we are told to stop. If both happen
// in one moment, whoever was told to stop must not take a line with it.
asio::awaitable<void> ring(asio::steady_timer& bell) {
  co_await bell.async_wait(as_result);
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw std::system_error(asio::error::operation_aborted);
}

}  // namespace

Queue::Queue(asio::any_io_executor executor, std::size_t limit)
    : state_(std::make_shared<State>(executor, limit)) {}

asio::awaitable<void> Queue::push(std::string line) {
  auto& its = *state_;
  const auto cost = State::cost(line);
  while (its.held > 0 && its.held + cost > its.limit) co_await ring(its.less);
  its.held += cost;
  its.lines.push_back(std::move(line));
  its.more.cancel();
}

asio::awaitable<std::optional<std::string>> Queue::pull() {
  auto& its = *state_;
  while (its.lines.empty() && !its.finished) co_await ring(its.more);
  if (its.lines.empty()) co_return std::nullopt;
  auto line = std::move(its.lines.front());
  its.lines.pop_front();
  its.held -= State::cost(line);
  its.less.cancel();
  co_return line;
}

void Queue::finish() {
  state_->finished = true;
  state_->more.cancel();
}

std::size_t Queue::held() const { return state_->held; }

namespace {

// Runs all members at the same time, until all have ended. The first failure
// cancels the others, and is thrown once they have ended, not before: they
// refer to what the caller owns. && of awaitable_operators does as much for
// two; in a tree of them, a member that lingers keeps the news from others.
asio::awaitable<void> together(std::vector<asio::awaitable<void>> members) {
  const auto executor = co_await asio::this_coro::executor;
  asio::steady_timer over(executor, asio::steady_timer::time_point::max());
  std::vector<asio::cancellation_signal> stops(members.size());
  std::size_t at_work = members.size();
  std::exception_ptr first;
  const auto fail = [&](const std::exception_ptr& failure) {
    // What comes later is most likely a consequence.
    if (first) return;
    first = failure;
    for (auto& stop : stops) stop.emit(asio::cancellation_type::terminal);
  };
  for (std::size_t i = 0; i < members.size(); ++i)
    asio::co_spawn(executor, std::move(members[i]),
                   asio::bind_cancellation_slot(
                       stops[i].slot(), [&](const std::exception_ptr& failure) {
                         if (failure) fail(failure);
                         if (--at_work == 0) over.cancel();
                       }));
  while (at_work > 0) {
    // A co_await in a cancelled coroutine throws at once, and would leave the
    // members behind. So: look, pass it on, and be ready to wait again.
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) {
      co_await asio::this_coro::reset_cancellation_state();
      fail(std::make_exception_ptr(
          std::system_error(asio::error::operation_aborted)));
      continue;
    }
    co_await over.async_wait(as_result);
  }
  if (first) std::rethrow_exception(first);
}

// Whose turn it is to push, as in a shop where one draws a number.
struct Turns {
  explicit Turns(const asio::any_io_executor& executor)
      : bell(executor, asio::steady_timer::time_point::max()) {}
  std::uint64_t drawn = 0;
  std::uint64_t served = 0;
  asio::steady_timer bell;
};

// A worker that has its answer keeps it until its turn comes, and takes no
// other line meanwhile. So the workers are also all the room that there is for
// answers that came too early.
asio::awaitable<void> work_on_lines(Queue& in, Queue& out, const Work& work,
                                    Turns& turns) {
  while (auto line = co_await in.pull()) {
    const auto mine = turns.drawn++;
    auto answer = co_await work(std::move(*line));
    while (turns.served != mine) co_await ring(turns.bell);
    co_await out.push(std::move(answer));
    ++turns.served;
    turns.bell.cancel();
  }
}

}  // namespace

asio::awaitable<void> work_in_order(Queue& in, Queue& out, Work work,
                                    std::size_t workers) {
  const auto executor = co_await asio::this_coro::executor;
  Turns turns(executor);
  std::vector<asio::awaitable<void>> crew;
  for (std::size_t i = 0; i < workers; ++i)
    crew.push_back(work_on_lines(in, out, work, turns));
  co_await together(std::move(crew));
  // Only here: finished by a stage that has failed, a stream would look whole.
  out.finish();
}

namespace {

// Half of what may be kept is in the two queues. The rest is for what the
// stages have in hand.
constexpr std::size_t most_queued = most_kept / 4;

void refuse_longer(std::size_t size) {
  if (size > longest_line) throw std::system_error(asio::error::message_size);
}

asio::awaitable<void> read_lines(tcp::socket& from, Queue& lines, Flow& flow) {
  std::string received;
  std::array<char, longest_line> piece;
  for (;;) {
    const auto [error, size] =
        co_await from.async_read_some(asio::buffer(piece), as_result);
    if (error == asio::error::eof) break;
    if (error) throw std::system_error(error);
    flow.read += size;
    received.append(piece.data(), size);
    std::size_t begin = 0;
    for (std::size_t end; (end = received.find('\n', begin)) != received.npos;
         begin = end + 1) {
      refuse_longer(end + 1 - begin);
      co_await lines.push(received.substr(begin, end + 1 - begin));
    }
    // Once for each read: to erase each line would move the rest each time.
    received.erase(0, begin);
    refuse_longer(received.size());
  }
  if (!received.empty()) co_await lines.push(std::move(received));
  lines.finish();
}

asio::awaitable<void> write_lines(Queue& lines, tcp::socket& to, Flow& flow) {
  while (auto line = co_await lines.pull()) {
    co_await asio::async_write(to, asio::buffer(*line), asio::use_awaitable);
    flow.written += line->size();
  }
  to.shutdown(tcp::socket::shutdown_send);
}

}  // namespace

asio::awaitable<void> pipeline(tcp::socket& from, tcp::socket& to, Work work,
                               std::size_t workers, Flow& flow) {
  const auto executor = co_await asio::this_coro::executor;
  Queue lines(executor, most_queued), done(executor, most_queued);
  std::vector<asio::awaitable<void>> stages;
  stages.push_back(read_lines(from, lines, flow));
  stages.push_back(work_in_order(lines, done, std::move(work), workers));
  stages.push_back(write_lines(done, to, flow));
  try {
    co_await together(std::move(stages));
  } catch (...) {
    reset(from);
    reset(to);
    throw;
  }
}

}  // namespace exo41
