// Looks at the longest pause only when it doubles: the first one may be longer.
// breaks: "The pause after the n-th try is random(), drawn anew, times the
//   least of `longest` and `first` doubled n - 1 times."
// step: 3
// lesson: wrong-pauses
#include <exo40-client/plain_patience.hpp>

namespace exo40 {

namespace {

struct FirstPauseUnbounded : plain::Asking {
  using Asking::Asking;

  Duration first_bound() override { return patience.first; }
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  return plain::ask_patiently<FirstPauseUnbounded>(carrier, std::move(query),
                                                   patience, random);
}

}  // namespace exo40
