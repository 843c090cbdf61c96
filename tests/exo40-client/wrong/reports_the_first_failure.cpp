// Throws what came first, and not what the last try gave.
// breaks: "What the last try gives or throws is what comes out, at once."
// step: 3
// lesson: reply-changed
#include <exo40-client/plain_patience.hpp>

namespace exo40 {

namespace {

struct ReportsTheFirstFailure : plain::Asking {
  using Asking::Asking;

  void forget_the_try() override {
    if (error && !first) first = error;
    Asking::forget_the_try();
  }
  void fail() override { std::rethrow_exception(first ? first : error); }

  std::exception_ptr first;
};

}  // namespace

asio::awaitable<Reply> ask_patiently(const Carrier& carrier, std::string query,
                                     Patience patience, Random& random) {
  return plain::ask_patiently<ReportsTheFirstFailure>(carrier, std::move(query),
                                                      patience, random);
}

}  // namespace exo40
