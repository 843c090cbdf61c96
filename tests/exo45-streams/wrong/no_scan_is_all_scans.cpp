// Counts down, and never looks at zero before the first scan.
// breaks: "It gives the first `count` scans, and then the end."
// step: 1
// lesson: when-it-ends
#include <memory>
#include <optional>
#include <utility>

#include "streams.hpp"

namespace exo45 {

namespace {

struct NoScanIsAllScans : Source<Scan> {
  NoScanIsAllScans(Stream<Scan> from, std::size_t count)
      : source(std::move(from)), left(count) {}

  asio::awaitable<std::optional<Scan>> next() override {
    if (!source) co_return std::nullopt;
    auto scan = co_await source->next();
    if (--left == 0) source.reset();
    co_return scan;
  }

  std::optional<Stream<Scan>> source;
  std::size_t left;
};

}  // namespace

Stream<Scan> take(Stream<Scan> source, std::size_t count) {
  return Stream<Scan>(
      std::make_unique<NoScanIsAllScans>(std::move(source), count));
}

}  // namespace exo45
