// Opens a group, and waits for all of it before the next group.
// breaks: "As soon as one file is done, the next one begins."
// step: 3
// lesson: waits-for-the-slowest
#include "async_files.hpp"

#define count_words reference_count_words
#include <solutions/exo35-async-files/async_files.cpp>
#undef count_words

namespace {
using namespace asio::experimental::awaitable_operators;

asio::awaitable<void> count_one(exo35::Task& task, std::size_t i) {
  try {
    auto text = co_await exo35::read_file(task.clerks, task.paths[i]);
    task.counts[i].words = exo35::words_in(text);
  } catch (const std::exception& error) {
    task.counts[i].error = error.what();
  }
}

asio::awaitable<void> count_all(exo35::Task& task, std::size_t from,
                                std::size_t to) {
  const auto middle = from + (to - from) / 2;
  if (to - from > 1)
    co_await (count_all(task, from, middle) && count_all(task, middle, to));
  else if (to - from == 1)
    co_await count_one(task, from);
}
}  // namespace

asio::awaitable<std::vector<exo35::Count>> exo35::count_words(
    Clerks& clerks, std::vector<fs::path> paths, std::size_t limit) {
  Task task{clerks, paths, std::vector<Count>(paths.size())};
  for (std::size_t from = 0; from < paths.size(); from += limit)
    co_await count_all(task, from, std::min(from + limit, paths.size()));
  co_return std::move(task.counts);
}
