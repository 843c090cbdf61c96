// Believes the Retry-After of a 429 only.
// breaks: "When the reply has a Retry-After, the pause is that much
//   longer."
// step: 3
// lesson: retry-after-ignored
#include <exo40-client/plain_patience.hpp>

namespace exo40 {

namespace {

struct Only429HasAWord : plain::Asking {
  using Asking::Asking;

  Duration pause() override {
    return reply.status == 429 ? Asking::pause() : drawn();
  }
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  return plain::ask_patiently<Only429HasAWord>(carrier, std::move(query),
                                               patience, random);
}

}  // namespace exo40
