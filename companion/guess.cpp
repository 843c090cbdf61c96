#include "guess.hpp"

#include <algorithm>
#include <numeric>

namespace companion {

namespace {

// How many letters must be added, taken away or changed (Levenshtein).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    auto diagonal = row[0]++;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const auto changed = diagonal + (a[i] != b[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string nearest(std::string_view word,
                    const std::vector<std::string>& names) {
  std::string best;
  std::size_t least = std::min<std::size_t>(3, word.size());
  for (const auto& name : names) {
    if (word.size() >= 2 && name.starts_with(word)) return name;
    if (const auto letters = distance(word, name); letters < least) {
      least = letters;
      best = name;
    }
  }
  return best;
}

}  // namespace companion
