// Has a clerk try first whether all the files can be opened.
// breaks: "At most `limit` files are open at a time."
// step: 3
// lesson: too-many-at-once
#include <deque>
#include <exo35-async-files/plain_clerk.hpp>
#include <exo35-async-files/plain_count.hpp>
#include <fstream>

namespace exo35 {

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  co_await plain::by_a_clerk(clerks, [&] {
    std::deque<std::ifstream> files;
    for (const auto& path : paths)
      if (fs::is_regular_file(path)) files.emplace_back(path);
  });
  co_return co_await plain::count(clerks, std::move(paths), limit);
}

}  // namespace exo35
