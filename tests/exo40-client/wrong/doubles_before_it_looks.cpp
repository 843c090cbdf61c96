// Doubles before it looks: without a limit, there is no number for that.
// breaks: "The pause after the n-th try is random(), drawn anew, times the
//   least of `longest` and `first` doubled n - 1 times."
// step: 3
// lesson: wrong-pauses
#include <algorithm>
#include <exo40-client/plain_patience.hpp>

namespace exo40 {

namespace {

struct DoublesBeforeItLooks : plain::Asking {
  using Asking::Asking;

  Duration next_bound() override {
    return std::min(2 * bound, patience.longest);
  }
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  return plain::ask_patiently<DoublesBeforeItLooks>(carrier, std::move(query),
                                                    patience, random);
}

}  // namespace exo40
