// Never pauses for longer than its own limit, whatever it is told.
// breaks: "When the reply has a Retry-After, the pause is that much
//   longer."
// step: 3
// lesson: retry-after-ignored
#include <algorithm>
#include <exo40-client/plain_patience.hpp>

namespace exo40 {

namespace {

struct KnowsBetter : plain::Asking {
  using Asking::Asking;

  Duration pause() override {
    return std::min(Asking::pause(), patience.longest);
  }
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  return plain::ask_patiently<KnowsBetter>(carrier, std::move(query), patience,
                                           random);
}

}  // namespace exo40
