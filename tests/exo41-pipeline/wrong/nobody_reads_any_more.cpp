// When the sink has gone, returns as if that were the end.
// breaks: "When a connection breaks, it throws that error."
// step: 1
// lesson: upstream-left-running
#include <exo41-pipeline/plain_pump.hpp>

namespace exo41 {

namespace {

struct SinkHasGone {};

struct NobodyReadsAnyMore : plain::Pump {
  using Pump::Pump;

  asio::awaitable<void> copy() override {
    try {
      co_await Pump::copy();
    } catch (const SinkHasGone&) {
      reset(from);
    }
  }
  asio::awaitable<void> write(std::span<char> bytes) override {
    try {
      co_await Pump::write(bytes);
    } catch (const std::system_error& error) {
      if (error.code() == asio::error::operation_aborted) throw;
      throw SinkHasGone();
    }
  }
};

}  // namespace

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  return plain::pump<NobodyReadsAnyMore>(from, to, std::move(transform));
}

}  // namespace exo41
