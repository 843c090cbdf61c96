// Told to stop while a line comes, returns the line to a caller who is stopped.
// breaks: "If it throws, it has taken nothing: cancelled while it waits, it
//   throws `asio::error::operation_aborted`."
// step: 2
// lesson: lost-on-cancel
#include "pipeline.hpp"

#include <algorithm>
#include <asio/error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <deque>
#include <system_error>
#include <utility>
#include <workbook/asio.hpp>

namespace exo41 {

struct Queue::State {
  State(const asio::any_io_executor& executor, std::size_t limit)
      : limit(limit),
        more(executor, asio::steady_timer::time_point::max()),
        less(executor, asio::steady_timer::time_point::max()) {}

  static std::size_t cost(const std::string& line) {
    return std::max<std::size_t>(line.size(), 1);
  }

  const std::size_t limit;
  std::deque<std::string> lines;
  std::size_t held = 0;
  bool finished = false;
  asio::steady_timer more;
  asio::steady_timer less;
};

namespace {

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);

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
  while (its.lines.empty() && !its.finished)
    co_await its.more.async_wait(as_result);
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

}  // namespace exo41
