// Counts the spaces, and adds one.
// breaks: "Counts the words, whatever they are made of"
// step: 3
// lesson: wrong-count
#include <algorithm>
#include <exo35-async-files/plain_count.hpp>

namespace exo35 {

namespace {

struct CountsSpaces : plain::Task {
  using Task::Task;

  std::size_t words_in(const std::string& content) override {
    return 1 + static_cast<std::size_t>(std::ranges::count(content, ' '));
  }
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  return plain::count<CountsSpaces>(clerks, std::move(paths), limit);
}

}  // namespace exo35
