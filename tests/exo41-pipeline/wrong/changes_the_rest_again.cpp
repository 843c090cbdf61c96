// Changes what is left each time before it writes.
// breaks: "All bytes arrive, in their order, each changed once."
// step: 1
// lesson: bytes-lost
#include <exo41-pipeline/plain_pump.hpp>

namespace exo41 {

namespace {

struct ChangesTheRestAgain : plain::Pump {
  using Pump::Pump;

  void change(std::span<char>) override {}
  asio::awaitable<void> write(std::span<char> bytes) override {
    while (!bytes.empty()) {
      transform(bytes);
      const auto size = co_await to.async_write_some(
          asio::buffer(bytes.data(), bytes.size()), asio::use_awaitable);
      bytes = bytes.subspan(size);
    }
  }
};

}  // namespace

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  return plain::pump<ChangesTheRestAgain>(from, to, std::move(transform));
}

}  // namespace exo41
