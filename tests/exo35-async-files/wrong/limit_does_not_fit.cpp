// Counts its readers in an unsigned, which does not hold every limit.
// breaks: "a limit beyond the number of files, however far, is no limit."
// step: 3
// lesson: limit-beyond
#include "async_files.hpp"

#define count_words reference_count_words
#include <solutions/exo35-async-files/async_files.cpp>
#undef count_words

asio::awaitable<std::vector<exo35::Count>> exo35::count_words(
    Clerks& clerks, std::vector<fs::path> paths, std::size_t limit) {
  Task task{clerks, paths, std::vector<Count>(paths.size())};
  const auto places = static_cast<unsigned>(limit);
  const auto files = static_cast<unsigned>(paths.size());
  co_await readers(task, std::min(places, files));
  const auto state = co_await asio::this_coro::cancellation_state;
  if (state.cancelled() != asio::cancellation_type::none)
    throw asio::system_error(asio::error::operation_aborted);
  co_return std::move(task.counts);
}
