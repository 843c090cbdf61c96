// Asks again only after exceptions that it knows.
// breaks: "After a 429, a 503, or whatever the carrier throws, it asks
//   again, up to `tries` times in all."
// step: 3
// lesson: tries-miscounted
#include <exception>
#include <exo40-client/plain_patience.hpp>

namespace exo40 {

namespace {

struct StdExceptionsOnly : plain::Asking {
  using Asking::Asking;

  asio::awaitable<void> try_it() override {
    try {
      reply = co_await carrier(query);
    } catch (const std::exception&) {
      error = std::current_exception();
    }
  }
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  return plain::ask_patiently<StdExceptionsOnly>(carrier, std::move(query),
                                                 patience, random);
}

}  // namespace exo40
