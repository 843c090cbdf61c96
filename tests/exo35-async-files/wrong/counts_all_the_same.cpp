// Returns the counts, although cancelled: the last files were being read.
// breaks: "and ends with asio::error::operation_aborted"
// step: 3
// lesson: cancellation-swallowed
#include "async_files.hpp"

#define count_words reference_count_words
#include <solutions/exo35-async-files/async_files.cpp>
#undef count_words

asio::awaitable<std::vector<exo35::Count>> exo35::count_words(
    Clerks& clerks, std::vector<fs::path> paths, std::size_t limit) {
  Task task{clerks, paths, std::vector<Count>(paths.size())};
  co_await readers(task, std::min(limit, paths.size()));
  const auto state = co_await asio::this_coro::cancellation_state;
  const bool cancelled = state.cancelled() != asio::cancellation_type::none;
  if (cancelled && task.next < paths.size())
    throw asio::system_error(asio::error::operation_aborted);
  co_return std::move(task.counts);
}
