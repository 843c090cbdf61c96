// Always waits for half the bound, and for a part of the other half.
// breaks: "The pause after the n-th try is random(), drawn anew, times the
//   least of `longest` and `first` doubled n - 1 times."
// step: 3
// lesson: wrong-pauses
#include <chrono>
#include <exo40-client/plain_patience.hpp>

namespace exo40 {

namespace {

struct HalfOfItIsFixed : plain::Asking {
  using Asking::Asking;

  Duration drawn() override {
    return std::chrono::duration_cast<Duration>(random() * bound / 2) +
           bound / 2;
  }
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  return plain::ask_patiently<HalfOfItIsFixed>(carrier, std::move(query),
                                               patience, random);
}

}  // namespace exo40
