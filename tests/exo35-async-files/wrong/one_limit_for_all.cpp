// Counts the open files of all calls together.
// breaks: "As many as that are open while there are files left to open"
// step: 3
// lesson: one-at-a-time
#include "async_files.hpp"

#include <algorithm>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#include <exception>
#include <iterator>
#include <sstream>
#include <string>
#include <vector>

namespace {

using namespace asio::experimental::awaitable_operators;

struct Task {
  exo35::Clerks& clerks;
  const std::vector<std::filesystem::path>& paths;
  std::vector<exo35::Count> counts;
  std::size_t limit;
  std::size_t next = 0;
};

std::size_t open = 0;

asio::awaitable<void> reader(Task& task, asio::steady_timer& bell) {
  while (task.next < task.paths.size()) {
    while (open >= task.limit) {
      asio::error_code rung;
      co_await bell.async_wait(asio::redirect_error(asio::use_awaitable, rung));
    }
    const auto mine = task.next++;
    if (mine >= task.paths.size()) co_return;
    ++open;
    try {
      std::istringstream text(
          co_await exo35::read_file(task.clerks, task.paths[mine]));
      task.counts[mine].words = static_cast<std::size_t>(
          std::distance(std::istream_iterator<std::string>(text), {}));
    } catch (const std::exception& error) {
      task.counts[mine].error = error.what();
    }
    --open;
    bell.cancel();
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none) co_return;
  }
}

asio::awaitable<void> readers(Task& task, asio::steady_timer& bell,
                              std::size_t how_many) {
  if (how_many > 1)
    co_await (readers(task, bell, how_many / 2) &&
              readers(task, bell, how_many - how_many / 2));
  else if (how_many == 1)
    co_await reader(task, bell);
}

}  // namespace

asio::awaitable<std::vector<exo35::Count>> exo35::count_words(
    Clerks& clerks, std::vector<fs::path> paths, std::size_t limit) {
  asio::steady_timer bell(co_await asio::this_coro::executor,
                          asio::steady_timer::time_point::max());
  Task task{clerks, paths, std::vector<Count>(paths.size()), limit};
  co_await readers(task, bell, std::min(limit, paths.size()));
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
  co_return task.counts;
}
