// Counts the spaces, and adds one.
// breaks: "Counts the words, whatever they are made of"
// step: 3
// lesson: wrong-count
#include "async_files.hpp"

#define count_words reference_count_words
#include <solutions/exo35-async-files/async_files.cpp>
#undef count_words

asio::awaitable<std::vector<exo35::Count>> exo35::count_words(
    Clerks& clerks, std::vector<fs::path> paths, std::size_t limit) {
  auto counts = co_await reference_count_words(clerks, paths, limit);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (!counts[i].error.empty()) continue;
    const auto text = co_await read_file(clerks, paths[i]);
    counts[i].words =
        1 + static_cast<std::size_t>(std::ranges::count(text, ' '));
  }
  co_return counts;
}
