// For wrong answers: a pump() that is right, in pieces. Each answer does one of
// these pieces in its own way, and pumps with what it makes of it.
//
//   struct ClosesAtTheEnd : plain::Pump {
//     using Pump::Pump;
//     void tell_the_end() override { to.close(); }
//   };
//
//   asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
//                              Transform transform) {
//     return plain::pump<ClosesAtTheEnd>(from, to, std::move(transform));
//   }
#pragma once

#include <array>
#include <asio/buffer.hpp>
#include <asio/use_awaitable.hpp>
#include <asio/write.hpp>
#include <cstddef>
#include <exo41-pipeline/plain_connections.hpp>
#include <span>
#include <utility>

#include "pipeline.hpp"

namespace exo41::plain {

struct Pump : Connections {
  Pump(tcp::socket& source, tcp::socket& sink, Transform given)
      : Connections(source, sink), transform(std::move(given)) {}

  asio::awaitable<void> run() {
    try {
      co_await copy();
    } catch (...) {
      break_connections();
      throw;
    }
  }
  // While a piece is written nothing is read: the sender has to wait.
  virtual asio::awaitable<void> copy() {
    while (const auto size = co_await read(asio::buffer(piece))) {
      const auto bytes = std::span(piece).first(size);
      change(bytes);
      co_await write(bytes);
    }
    tell_the_end();
  }
  virtual void change(std::span<char> bytes) { transform(bytes); }
  virtual asio::awaitable<void> write(std::span<char> bytes) {
    co_await asio::async_write(to, asio::buffer(bytes.data(), bytes.size()),
                               asio::use_awaitable);
  }

  const Transform transform;
  std::array<char, 16 * 1024> piece;
};

// Pumps with the pump of the answer.
template <class OfTheAnswer>
asio::awaitable<void> pump(tcp::socket& from, tcp::socket& to,
                           Transform transform) {
  OfTheAnswer pump(from, to, std::move(transform));
  co_await pump.run();
}

}  // namespace exo41::plain
