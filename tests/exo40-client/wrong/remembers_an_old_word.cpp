// Believes the Retry-After of an earlier reply.
// breaks: "When the reply has a Retry-After, the pause is that much
//   longer."
// step: 3
// lesson: retry-after-ignored
#include <exo40-client/plain_patience.hpp>

namespace exo40 {

namespace {

struct RemembersAnOldWord : plain::Asking {
  using Asking::Asking;

  void forget_the_try() override { error = nullptr; }
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  return plain::ask_patiently<RemembersAnOldWord>(carrier, std::move(query),
                                                  patience, random);
}

}  // namespace exo40
