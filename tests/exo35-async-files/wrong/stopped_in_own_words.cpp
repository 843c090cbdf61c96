// Says in its own words that it was cancelled.
// breaks: "and ends with asio::error::operation_aborted"
// step: 3
// lesson: stopped-otherwise
#include "async_files.hpp"

#include <algorithm>
#include <asio/error.hpp>
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/system_error.hpp>
#include <asio/this_coro.hpp>
#include <cctype>
#include <exception>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace asio::experimental::awaitable_operators;

struct Task {
  exo35::Clerks& clerks;
  const std::vector<std::filesystem::path>& paths;
  std::vector<exo35::Count> counts;
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

asio::awaitable<void> readers(Task& task, std::size_t how_many) {
  if (how_many > 1)
    co_await (readers(task, how_many / 2) &&
              readers(task, how_many - how_many / 2));
  else if (how_many == 1)
    co_await reader(task);
}

}  // namespace

asio::awaitable<std::vector<exo35::Count>> exo35::count_words(
    Clerks& clerks, std::vector<fs::path> paths, std::size_t limit) {
  Task task{clerks, paths, std::vector<Count>(paths.size())};
  co_await readers(task, std::min(limit, paths.size()));
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw std::runtime_error("cancelled");
  co_return task.counts;
}
