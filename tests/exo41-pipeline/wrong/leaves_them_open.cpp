// Throws, and leaves the connections to others.
// breaks: "When it throws, it has broken both connections, as reset() does:
//   nobody takes a failure for the end."
// step: 1
// lesson: error-becomes-end
#include <exo41-pipeline/plain_pump.hpp>

namespace exo41 {

namespace {

struct LeavesThemOpen : plain::Pump {
  using Pump::Pump;

  void break_connections() override {}
};

}  // namespace

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  return plain::pump<LeavesThemOpen>(from, to, std::move(transform));
}

}  // namespace exo41
