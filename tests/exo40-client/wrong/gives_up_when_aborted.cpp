// Takes an operation_aborted of the carrier for a cancellation of its own.
// breaks: "After a 429, a 503, or whatever the carrier throws, it asks
//   again, up to `tries` times in all."
// step: 3
// lesson: cancel-is-no-failure
#include <asio/error.hpp>
#include <exception>
#include <exo40-client/plain_patience.hpp>
#include <system_error>

namespace exo40 {

namespace {

struct GivesUpWhenAborted : plain::Asking {
  using Asking::Asking;

  asio::awaitable<void> try_it() override {
    try {
      reply = co_await carrier(query);
    } catch (const std::system_error& thrown) {
      if (thrown.code() == asio::error::operation_aborted) throw;
      error = std::current_exception();
    } catch (...) {
      error = std::current_exception();
    }
  }
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  return plain::ask_patiently<GivesUpWhenAborted>(carrier, std::move(query),
                                                  patience, random);
}

}  // namespace exo40
