// Has a clerk try first whether all the files can be opened.
// breaks: "At most `limit` files are open at a time."
// step: 3
// lesson: too-many-at-once
#include "async_files.hpp"

#define count_words reference_count_words
#include <solutions/exo35-async-files/async_files.cpp>
#undef count_words

#include <deque>

asio::awaitable<void> try_all(std::vector<exo35::fs::path> paths) {
  std::deque<std::ifstream> files;
  for (const auto& path : paths)
    if (exo35::fs::is_regular_file(path)) files.emplace_back(path);
  co_return;
}

asio::awaitable<std::vector<exo35::Count>> exo35::count_words(
    Clerks& clerks, std::vector<fs::path> paths, std::size_t limit) {
  co_await asio::co_spawn(clerks, try_all(paths), until_done());
  co_return co_await reference_count_words(clerks, std::move(paths), limit);
}
