// Who is told to stop on the way to robots.txt rings for nobody.
// breaks: "Cancelled while it waits, it throws operation_aborted; the others
//   who wait get their robots.txt all the same."
// step: 4
// lesson: left-at-the-door
#include <exo44-crawler/plain_rules.hpp>

namespace exo44 {

namespace {

struct NobodyGoesAgain : plain::Signs {
  using Signs::Signs;

  asio::awaitable<void> go(plain::Sign& sign) override {
    sign.asked = true;
    co_await read(sign);
    is_back(sign);
  }
};

}  // namespace

Fetch obediently(Fetch fetch) {
  return plain::as_allowed(std::make_shared<NobodyGoesAgain>(std::move(fetch)));
}

}  // namespace exo44
