// One robots.txt after the other.
// breaks: "Nobody waits for the robots.txt of another host."
// step: 4
// lesson: waits-at-every-door
#include <exo44-crawler/plain_rules.hpp>

namespace exo44 {

namespace {

struct OneDoorForAll : plain::Signs {
  using Signs::Signs;

  asio::awaitable<void> learn(plain::Sign& sign) override {
    const auto executor = co_await asio::this_coro::executor;
    auto& door = of.try_emplace("", executor, "").first->second;
    while (!sign.rules) {
      if (door.asked) {
        co_await hear(door);
      } else {
        door.asked = true;
        co_await go(sign);
        is_back(door);
      }
    }
  }
};

}  // namespace

Fetch obediently(Fetch fetch) {
  return plain::as_allowed(std::make_shared<OneDoorForAll>(std::move(fetch)));
}

}  // namespace exo44
