// Gives the question away with the first try.
// breaks: "After a 429, a 503, or whatever the carrier throws, it asks
//   again, up to `tries` times in all."
// step: 3
// lesson: query-moved-away
#include <exo40-client/plain_patience.hpp>

namespace exo40 {

namespace {

struct EmptyQuestion : plain::Asking {
  using Asking::Asking;

  std::string question() override { return std::move(query); }
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  return plain::ask_patiently<EmptyQuestion>(carrier, std::move(query),
                                             patience, random);
}

}  // namespace exo40
