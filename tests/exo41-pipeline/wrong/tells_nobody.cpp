// Returns at the end, and tells nobody.
// breaks: "When `from` ends, `to` is told that no more comes, and pump
//   returns."
// step: 1
// lesson: half-close-lost
#include <exo41-pipeline/plain_pump.hpp>

namespace exo41 {

namespace {

struct TellsNobody : plain::Pump {
  using Pump::Pump;

  void tell_the_end() override {}
};

}  // namespace

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  return plain::pump<TellsNobody>(from, to, std::move(transform));
}

}  // namespace exo41
