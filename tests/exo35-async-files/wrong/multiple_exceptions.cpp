// Each of its readers throws when it is told to stop: && makes one of them.
// breaks: "and ends with asio::error::operation_aborted"
// step: 3
// lesson: stopped-otherwise
#include "async_files.hpp"

#define count_words reference_count_words
#define readers reference_readers
#include <solutions/exo35-async-files/async_files.cpp>
#undef count_words
#undef readers

asio::awaitable<void> strict_reader(exo35::Task& task) {
  co_await exo35::reader(task);
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
}

asio::awaitable<void> strict_readers(exo35::Task& task, std::size_t how_many) {
  using namespace asio::experimental::awaitable_operators;
  if (how_many > 1)
    co_await (strict_readers(task, how_many / 2) &&
              strict_readers(task, how_many - how_many / 2));
  else if (how_many == 1)
    co_await strict_reader(task);
}

asio::awaitable<std::vector<exo35::Count>> exo35::count_words(
    Clerks& clerks, std::vector<fs::path> paths, std::size_t limit) {
  Task task{clerks, paths, std::vector<Count>(paths.size())};
  co_await strict_readers(task, std::min(limit, paths.size()));
  co_return std::move(task.counts);
}
