// Takes its cancellation for the end.
// breaks: "Cancelled, it throws `asio::error::operation_aborted`."
// step: 1
// lesson: deaf-to-cancellation
#include <exo41-pipeline/plain_pump.hpp>

namespace exo41 {

namespace {

struct ToldToStopIsTheEnd : plain::Pump {
  using Pump::Pump;

  bool is_end(asio::error_code error) override {
    return Pump::is_end(error) || error == asio::error::operation_aborted;
  }
};

}  // namespace

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  return plain::pump<ToldToStopIsTheEnd>(from, to, std::move(transform));
}

}  // namespace exo41
