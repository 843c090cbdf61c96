// Comes back exactly when it was told to, as all the others do.
// breaks: "When the reply has a Retry-After, the pause is that much
//   longer."
// step: 3
// lesson: all-retry-together
#include <exo40-client/plain_patience.hpp>

namespace exo40 {

namespace {

struct AllAtRetryAfter : plain::Asking {
  using Asking::Asking;

  Duration pause() override {
    const auto pause = drawn();
    return reply.retry_after ? *reply.retry_after : pause;
  }
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  return plain::ask_patiently<AllAtRetryAfter>(carrier, std::move(query),
                                               patience, random);
}

}  // namespace exo40
