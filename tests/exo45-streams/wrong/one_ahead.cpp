// Keeps one scan ready, so that the reader does not wait for the belt.
// breaks: "It is lazy: a source is not asked for more than next() needs."
// step: 1
// lesson: eager
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "streams.hpp"

namespace exo45 {

namespace {

struct OneAhead : Source<Scan> {
  OneAhead(Stream<Scan> from, std::function<Scan(Scan)> with)
      : source(std::move(from)), change(std::move(with)) {}

  asio::awaitable<std::optional<Scan>> next() override {
    if (!begun) ahead = co_await source.next();
    begun = true;
    auto scan = std::move(ahead);
    if (!scan) co_return std::nullopt;
    ahead = co_await source.next();
    co_return change(std::move(*scan));
  }

  Stream<Scan> source;
  const std::function<Scan(Scan)> change;
  std::optional<Scan> ahead;
  bool begun = false;
};

}  // namespace

Stream<Scan> map(Stream<Scan> source, std::function<Scan(Scan)> change) {
  return Stream<Scan>(
      std::make_unique<OneAhead>(std::move(source), std::move(change)));
}

}  // namespace exo45
