// Doubles a number that has no room for it, and looks then.
// breaks: "The pause after the n-th try is random(), drawn anew, times the
//   least of `longest` and `first` doubled n - 1 times."
// step: 3
// lesson: wrong-pauses
#include <algorithm>
#include <chrono>
#include <exo40-client/plain_patience.hpp>

namespace exo40 {

namespace {

struct DoublesForEver : plain::Asking {
  using Asking::Asking;

  Duration drawn() override {
    return std::chrono::duration_cast<Duration>(
        random() * std::min(bound, patience.longest));
  }
  Duration next_bound() override { return 2 * bound; }
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  return plain::ask_patiently<DoublesForEver>(carrier, std::move(query),
                                              patience, random);
}

}  // namespace exo40
