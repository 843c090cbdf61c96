// Asks the belts in turn, and waits for the one whose turn it is.
// breaks: "All sources are awaited at the same time, and a scan is given as
//   soon as one of them has it."
// step: 3
// lesson: waits-for-one-belt
#include <iterator>
#include <list>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "streams.hpp"

namespace exo45 {

namespace {

struct OneBeltAfterAnother : Source<Scan> {
  explicit OneBeltAfterAnother(std::vector<Stream<Scan>> belts)
      : sources(std::make_move_iterator(belts.begin()),
                std::make_move_iterator(belts.end())) {}

  asio::awaitable<std::optional<Scan>> next() override {
    while (!sources.empty()) {
      auto scan = co_await sources.front().next();
      if (scan) {
        sources.splice(sources.end(), sources, sources.begin());
        co_return scan;
      }
      sources.pop_front();
    }
    co_return std::nullopt;
  }

  std::list<Stream<Scan>> sources;
};

}  // namespace

Stream<Scan> merge(std::vector<Stream<Scan>> sources) {
  return Stream<Scan>(
      std::make_unique<OneBeltAfterAnother>(std::move(sources)));
}

}  // namespace exo45
