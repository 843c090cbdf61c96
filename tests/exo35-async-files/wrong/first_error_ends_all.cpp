// Lets the exception of one bad file end everything.
// breaks: "A file that cannot be read is reported in its place"
// step: 3
// lesson: first-error-ends-all
#include "async_files.hpp"

#define count_words reference_count_words
#include <solutions/exo35-async-files/async_files.cpp>
#undef count_words

namespace {
using namespace asio::experimental::awaitable_operators;

asio::awaitable<void> read_on(exo35::Task& task) {
  while (task.next < task.paths.size()) {
    const auto mine = task.next++;
    auto text = co_await exo35::read_file(task.clerks, task.paths[mine]);
    task.counts[mine].words = exo35::words_in(text);
  }
}

asio::awaitable<void> all_read_on(exo35::Task& task, std::size_t how_many) {
  if (how_many > 1)
    co_await (read_on(task) && all_read_on(task, how_many - 1));
  else
    co_await read_on(task);
}
}  // namespace

asio::awaitable<std::vector<exo35::Count>> exo35::count_words(
    Clerks& clerks, std::vector<fs::path> paths, std::size_t limit) {
  Task task{clerks, paths, std::vector<Count>(paths.size())};
  co_await all_read_on(task, std::min(limit, paths.size() + 1));
  co_return std::move(task.counts);
}
