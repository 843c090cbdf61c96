// Whoever finds no rules goes for them.
// breaks: "Before the first page of a host, it fetches "/robots.txt" there:
//   once, however many pages wait for it."
// step: 4
// lesson: asks-each-time
#include <exo44-crawler/plain_rules.hpp>

namespace exo44 {

namespace {

struct EachAsksItself : plain::Signs {
  using Signs::Signs;

  asio::awaitable<void> learn(plain::Sign& sign) override {
    while (!sign.rules) co_await go(sign);
  }
};

}  // namespace

Fetch obediently(Fetch fetch) {
  return plain::as_allowed(std::make_shared<EachAsksItself>(std::move(fetch)));
}

}  // namespace exo44
