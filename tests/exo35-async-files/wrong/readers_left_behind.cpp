// Throws at once when it is cancelled, and leaves its readers to themselves.
// breaks: "Cancelled, they wait for the clerks who are at work"
// step: 3
// lesson: outlives-its-caller
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
  std::vector<std::filesystem::path> paths;
  std::vector<exo35::Count> counts;
  asio::steady_timer bell;
  std::size_t running;
  std::size_t next = 0;
};

std::size_t words_in(const std::string& content) {
  std::istringstream text(content);
  return static_cast<std::size_t>(
      std::distance(std::istream_iterator<std::string>(text), {}));
}

asio::awaitable<void> reader(Task& task) {
  while (task.next < task.paths.size()) {
    const auto mine = task.next++;
    try {
      task.counts[mine].words =
          words_in(co_await exo35::read_file(task.clerks, task.paths[mine]));
    } catch (const std::exception& error) {
      task.counts[mine].error = error.what();
    }
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return;
  }
}

}  // namespace

asio::awaitable<std::vector<exo35::Count>> exo35::count_words(
    Clerks& clerks, std::vector<fs::path> paths, std::size_t limit) {
  const auto room = co_await asio::this_coro::executor;
  const auto places = std::min(limit, paths.size());
  const auto task = std::make_shared<Task>(Task{
      clerks, paths, std::vector<Count>(paths.size()),
      asio::steady_timer(room, asio::steady_timer::time_point::max()), places});
  for (std::size_t i = 0; i < places; ++i)
    asio::co_spawn(room, reader(*task), [task](std::exception_ptr) {
      if (--task->running == 0) task->bell.cancel();
    });
  asio::error_code rung;
  if (places > 0)
    co_await task->bell.async_wait(
        asio::redirect_error(asio::use_awaitable, rung));
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
  co_return task->counts;
}
