// Asks the belts in turn, and waits for the one whose turn it is.
// breaks: "All sources are awaited at the same time, and a scan is given as
//   soon as one of them has it."
// step: 3
// lesson: waits-for-one-belt
#include "streams.hpp"

#define merge reference_merge
#include <solutions/exo45-streams/streams.cpp>
#undef merge

#include <iterator>

namespace exo45 {

namespace {

class InTurn : public Source<Scan> {
 public:
  explicit InTurn(std::vector<Stream<Scan>> sources)
      : sources_(std::make_move_iterator(sources.begin()),
                 std::make_move_iterator(sources.end())) {}

  asio::awaitable<std::optional<Scan>> next() override {
    while (!sources_.empty()) {
      auto scan = co_await sources_.front().next();
      if (scan) {
        sources_.splice(sources_.end(), sources_, sources_.begin());
        co_return scan;
      }
      sources_.pop_front();
    }
    co_return std::nullopt;
  }

 private:
  std::list<Stream<Scan>> sources_;
};

}  // namespace

Stream<Scan> merge(std::vector<Stream<Scan>> sources) {
  return Stream<Scan>(std::make_unique<InTurn>(std::move(sources)));
}

}  // namespace exo45
