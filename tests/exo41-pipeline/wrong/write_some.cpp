// Writes once what it has read.
// breaks: "All bytes arrive, in their order, each changed once."
// step: 1
// lesson: bytes-lost
#include <exo41-pipeline/plain_pump.hpp>

namespace exo41 {

namespace {

struct WriteSome : plain::Pump {
  using Pump::Pump;

  asio::awaitable<void> write(std::span<char> bytes) override {
    co_await to.async_write_some(asio::buffer(bytes.data(), bytes.size()),
                                 asio::use_awaitable);
  }
};

}  // namespace

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  return plain::pump<WriteSome>(from, to, std::move(transform));
}

}  // namespace exo41
