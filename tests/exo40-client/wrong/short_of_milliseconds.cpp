// Reckons a Retry-After in milliseconds that have no room for it.
// breaks: "When the reply has a Retry-After, the pause is that much
//   longer."
// step: 3
// lesson: retry-after-ignored
#include <chrono>
#include <cstdint>
#include <exo40-client/plain_patience.hpp>

namespace exo40 {

namespace {

struct ShortOfMilliseconds : plain::Asking {
  using Asking::Asking;

  Duration pause() override {
    auto pause = drawn();
    if (reply.retry_after)
      pause += std::chrono::milliseconds(
          std::uint32_t(reply.retry_after->count()) * 1'000U);
    return pause;
  }
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  return plain::ask_patiently<ShortOfMilliseconds>(carrier, std::move(query),
                                                   patience, random);
}

}  // namespace exo40
