// Awaits each file before it opens the next.
// breaks: "As many as that are open while there are files left to open"
// step: 3
// lesson: one-at-a-time
#include "async_files.hpp"

#define count_words reference_count_words
#include <solutions/exo35-async-files/async_files.cpp>
#undef count_words

asio::awaitable<std::vector<exo35::Count>> exo35::count_words(
    Clerks& clerks, std::vector<fs::path> paths, std::size_t) {
  std::vector<Count> counts(paths.size());
  for (std::size_t i = 0; i < paths.size(); ++i) {
    try {
      counts[i].words = words_in(co_await read_file(clerks, paths[i]));
    } catch (const std::exception& error) {
      counts[i].error = error.what();
    }
  }
  co_return counts;
}
