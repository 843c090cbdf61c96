// Takes for a word only what has a letter or a digit.
// breaks: "Counts the words, whatever they are made of and however many there
//   are."
// step: 3
// lesson: wrong-count
#include <cctype>
#include <exo35-async-files/plain_count.hpp>

namespace exo35 {

namespace {

struct LettersOnly : plain::Task {
  using Task::Task;

  std::size_t words_in(const std::string& content) override {
    std::size_t words = 0;
    bool in_word = false;
    for (const unsigned char c : content) {
      const bool letter = std::isalnum(c) != 0;
      if (letter && !in_word) ++words;
      if (letter) in_word = true;
      if (std::isspace(c)) in_word = false;
    }
    return words;
  }
};

}  // namespace

asio::awaitable<std::vector<Count>> count_words(Clerks& clerks,
                                                std::vector<fs::path> paths,
                                                std::size_t limit) {
  return plain::count<LettersOnly>(clerks, std::move(paths), limit);
}

}  // namespace exo35
