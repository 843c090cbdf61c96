// Reads until its buffer is full.
// breaks: "A byte that is there does not wait for the next one."
// step: 1
// lesson: waits-for-more
#include <asio/read.hpp>
#include <exo41-pipeline/plain_pump.hpp>

namespace exo41 {

namespace {

struct FillsItsBuffer : plain::Pump {
  using Pump::Pump;

  asio::awaitable<std::size_t> read(asio::mutable_buffer piece) override {
    const auto [error, size] =
        co_await asio::async_read(from, piece, as_result);
    if (error && !is_end(error)) throw std::system_error(error);
    co_return size;
  }
};

}  // namespace

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  return plain::pump<FillsItsBuffer>(from, to, std::move(transform));
}

}  // namespace exo41
