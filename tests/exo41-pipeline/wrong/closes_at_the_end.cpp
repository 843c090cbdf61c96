// Closes the connection to say that no more comes.
// breaks: "When it returns, bytes can still go the other way."
// step: 1
// lesson: half-close-lost
#include <exo41-pipeline/plain_pump.hpp>

namespace exo41 {

namespace {

struct ClosesAtTheEnd : plain::Pump {
  using Pump::Pump;

  void tell_the_end() override { to.close(); }
};

}  // namespace

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  return plain::pump<ClosesAtTheEnd>(from, to, std::move(transform));
}

}  // namespace exo41
