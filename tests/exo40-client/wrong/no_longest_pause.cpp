// Doubles, and never looks at the longest pause.
// breaks: "The pause after the n-th try is random(), drawn anew, times the
//   least of `longest` and `first` doubled n - 1 times."
// step: 3
// lesson: wrong-pauses
#include <exo40-client/plain_patience.hpp>

namespace exo40 {

namespace {

struct NoLongestPause : plain::Asking {
  using Asking::Asking;

  Duration first_bound() override { return patience.first; }
  Duration next_bound() override { return 2 * bound; }
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  return plain::ask_patiently<NoLongestPause>(carrier, std::move(query),
                                              patience, random);
}

}  // namespace exo40
