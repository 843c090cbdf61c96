// Says what failed in its own words.
// breaks: "Whatever `transform` throws, it throws."
// step: 1
// lesson: reason-lost
#include <exo41-pipeline/plain_pump.hpp>
#include <stdexcept>

namespace exo41 {

namespace {

struct AnotherReason : plain::Pump {
  using Pump::Pump;

  void change(std::span<char> bytes) override {
    try {
      Pump::change(bytes);
    } catch (...) {
      throw std::runtime_error("transform has failed");
    }
  }
};

}  // namespace

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  return plain::pump<AnotherReason>(from, to, std::move(transform));
}

}  // namespace exo41
