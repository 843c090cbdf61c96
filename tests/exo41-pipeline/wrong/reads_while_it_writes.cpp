// One coroutine reads, another one writes, and what is between them has no
// limit.
// breaks: "It keeps no more than `most_kept`, also while `to` takes
//   nothing."
// step: 1
// lesson: slow-sink-ignored
#include <asio/experimental/awaitable_operators.hpp>
#include <asio/this_coro.hpp>
#include <deque>
#include <exo41-pipeline/plain_bell.hpp>
#include <exo41-pipeline/plain_pump.hpp>
#include <string>

namespace exo41 {

namespace {

using asio::experimental::awaitable_operators::operator&&;

struct ReadsWhileItWrites : plain::Pump {
  using Pump::Pump;

  asio::awaitable<void> copy() override {
    plain::Bell bell(co_await asio::this_coro::executor);
    co_await (read_all(bell) && write_all(bell));
    tell_the_end();
  }
  asio::awaitable<void> read_all(plain::Bell& bell) {
    while (const auto size = co_await read(asio::buffer(piece))) {
      change(std::span(piece).first(size));
      pieces.emplace_back(piece.data(), size);
      bell.ring();
    }
    over = true;
    bell.ring();
  }
  asio::awaitable<void> write_all(plain::Bell& bell) {
    for (;;) {
      while (pieces.empty() && !over) co_await bell.wait();
      if (pieces.empty()) break;
      co_await write(pieces.front());
      pieces.pop_front();
    }
  }

  std::deque<std::string> pieces;
  bool over = false;
};

}  // namespace

asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  return plain::pump<ReadsWhileItWrites>(from, to, std::move(transform));
}

}  // namespace exo41
