// Says that it gives up, and not why.
// breaks: "What the last try gives or throws is what comes out, at once."
// step: 3
// lesson: reply-changed
#include <exo40-client/plain_patience.hpp>
#include <stdexcept>

namespace exo40 {

namespace {

struct GivesUpInItsOwnWords : plain::Asking {
  using Asking::Asking;

  void fail() override { throw std::runtime_error("gave up"); }
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  return plain::ask_patiently<GivesUpInItsOwnWords>(carrier, std::move(query),
                                                    patience, random);
}

}  // namespace exo40
