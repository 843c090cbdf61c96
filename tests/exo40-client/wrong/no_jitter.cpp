// Doubles its pauses, as all the others do.
// breaks: "The pause after the n-th try is random(), drawn anew, times the
//   least of `longest` and `first` doubled n - 1 times."
// step: 3
// lesson: all-retry-together
#include <exo40-client/plain_patience.hpp>

namespace exo40 {

namespace {

struct NoJitter : plain::Asking {
  using Asking::Asking;

  Duration drawn() override { return bound; }
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  return plain::ask_patiently<NoJitter>(carrier, std::move(query), patience,
                                        random);
}

}  // namespace exo40
