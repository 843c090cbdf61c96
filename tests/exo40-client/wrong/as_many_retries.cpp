// Asks once, and then as many times again.
// breaks: "After a 429, a 503, or whatever the carrier throws, it asks
//   again, up to `tries` times in all."
// step: 3
// lesson: tries-miscounted
#include <exo40-client/plain_patience.hpp>

namespace exo40 {

namespace {

struct AsManyRetries : plain::Asking {
  using Asking::Asking;

  bool is_last(int tries) override { return tries > patience.tries; }
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  return plain::ask_patiently<AsManyRetries>(carrier, std::move(query),
                                             patience, random);
}

}  // namespace exo40
