// After a failure, breaks only the connection to the sink.
// breaks: "When it throws, it has broken both connections, as reset() does:
//   nobody takes a failure for the end."
// step: 1
// lesson: upstream-left-running
#include <exo41-pipeline/plain_pump.hpp>

namespace exo41 {

namespace {

struct BreaksOneOfThem : plain::Pump {
  using Pump::Pump;

  void break_connections() override { reset(to); }
};

}  // namespace

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  return plain::pump<BreaksOneOfThem>(from, to, std::move(transform));
}

}  // namespace exo41
