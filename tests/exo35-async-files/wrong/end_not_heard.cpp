// Hears of no end that comes after it was told to stop and before it woke up.
// breaks: "ends with asio::error::operation_aborted when those at work are
//   done"
// step: 3
// lesson: word-lost
#include "async_files.hpp"

#include <algorithm>
#include <asio/co_spawn.hpp>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <cctype>
#include <exception>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct Task {
  exo35::Clerks& clerks;
  const std::vector<std::filesystem::path>& paths;
  std::vector<exo35::Count> counts;
  std::size_t next = 0;
  bool stopped = false;
};

std::size_t words_in(const std::string& content) {
  std::istringstream text(content);
  return static_cast<std::size_t>(
      std::distance(std::istream_iterator<std::string>(text), {}));
}

asio::awaitable<void> reader(Task& task) {
  while (!task.stopped && task.next < task.paths.size()) {
    const auto mine = task.next++;
    try {
      task.counts[mine].words =
          words_in(co_await exo35::read_file(task.clerks, task.paths[mine]));
    } catch (const std::exception& error) {
      task.counts[mine].error = error.what();
    }
  }
}

}  // namespace

asio::awaitable<std::vector<exo35::Count>> exo35::count_words(
    Clerks& clerks, std::vector<fs::path> paths, std::size_t limit) {
  const auto room = co_await asio::this_coro::executor;
  asio::steady_timer bell(room, asio::steady_timer::time_point::max());
  Task task{clerks, paths, std::vector<Count>(paths.size())};
  auto running = std::min(limit, paths.size());
  auto state = co_await asio::this_coro::cancellation_state;
  for (auto i = running; i > 0; --i)
    asio::co_spawn(room, reader(task), [&](std::exception_ptr) {
      // So does a channel of Asio before 1.27: once its receiver has been
      // cancelled, it refuses try_send until somebody receives again.
      if (state.cancelled() != asio::cancellation_type::none) return;
      if (--running == 0) bell.cancel();
    });
  while (running > 0) {
    asio::error_code rung;
    co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, rung));
    if (state.cancelled() != asio::cancellation_type::none) {
      task.stopped = true;
      co_await asio::this_coro::reset_cancellation_state();
      state = co_await asio::this_coro::cancellation_state;
    }
  }
  if (task.stopped) throw asio::system_error(asio::error::operation_aborted);
  co_return task.counts;
}
