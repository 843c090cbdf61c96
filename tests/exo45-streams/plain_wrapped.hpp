// For wrong answers: a stream that gives what another gives, and knows where it
// is awaited. It is right.
#pragma once

#include <asio/any_io_executor.hpp>
#include <asio/this_coro.hpp>
#include <optional>
#include <utility>

#include "streams.hpp"

namespace exo45::plain {

template <class T>
struct Wrapped : Source<T> {
  explicit Wrapped(Stream<T> inner) : stream(std::move(inner)) {}

  asio::awaitable<std::optional<T>> next() override {
    executor = co_await asio::this_coro::executor;
    co_return co_await stream.next();
  }

  Stream<T> stream;
  asio::any_io_executor executor;  // of who awaits it; none before that
};

// Gives it to nobody.
template <class T>
asio::awaitable<void> read_to_the_end(Stream<T> stream) {
  for (;;) {
    const auto value = co_await stream.next();
    if (!value) break;
  }
}

}  // namespace exo45::plain
