// Notices at the next call that there was enough.
// breaks: "Its source is destroyed when the last of them is given, not
//   later."
// step: 1
// lesson: source-kept
#include <memory>
#include <optional>
#include <utility>

#include "streams.hpp"

namespace exo45 {

namespace {

struct LooksLater : Source<Scan> {
  LooksLater(Stream<Scan> from, std::size_t count)
      : source(std::move(from)), left(count) {}

  asio::awaitable<std::optional<Scan>> next() override {
    if (left == 0) co_return std::nullopt;
    --left;
    co_return co_await source.next();
  }

  Stream<Scan> source;
  std::size_t left;
};

}  // namespace

Stream<Scan> take(Stream<Scan> source, std::size_t count) {
  return Stream<Scan>(std::make_unique<LooksLater>(std::move(source), count));
}

}  // namespace exo45
