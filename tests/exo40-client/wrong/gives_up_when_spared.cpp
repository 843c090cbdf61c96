// Believes a breaker in between that it is no use to ask again.
// breaks: "After a 429, a 503, or whatever the carrier throws, it asks again,
//   up to `tries` times in all."
// step: 3
// lesson: tries-miscounted
#include <exception>
#include <exo40-client/plain_patience.hpp>

namespace exo40 {

namespace {

struct GivesUpWhenSpared : plain::Asking {
  using Asking::Asking;

  asio::awaitable<void> try_it() override {
    try {
      reply = co_await carrier(query);
    } catch (const Unavailable&) {
      throw;
    } catch (...) {
      error = std::current_exception();
    }
  }
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  return plain::ask_patiently<GivesUpWhenSpared>(carrier, std::move(query),
                                                 patience, random);
}

}  // namespace exo40
