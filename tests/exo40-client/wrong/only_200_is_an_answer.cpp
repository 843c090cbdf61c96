// Asks again until it is told where the parcel is.
// breaks: "What is not refused is an answer, and comes out: nothing is
//   asked again."
// step: 3
// lesson: answer-asked-again
#include <exo40-client/plain_patience.hpp>

namespace exo40 {

namespace {

struct Only200IsAnAnswer : plain::Asking {
  using Asking::Asking;

  bool is_answer() override { return reply.status == 200; }
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  return plain::ask_patiently<Only200IsAnAnswer>(carrier, std::move(query),
                                                 patience, random);
}

}  // namespace exo40
