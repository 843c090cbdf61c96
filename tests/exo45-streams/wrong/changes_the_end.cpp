// Calls the function for the end, too.
// breaks: "It gives what `change` makes of each scan, which is called once
//   for each."
// step: 1
// lesson: changed-twice
#include "streams.hpp"

#define map reference_map
#include <solutions/exo45-streams/streams.cpp>
#undef map

namespace exo45 {

namespace {

class Changer : public Source<Scan> {
 public:
  Changer(Stream<Scan> source, std::function<Scan(Scan)> change)
      : source_(std::move(source)), change_(std::move(change)) {}

  asio::awaitable<std::optional<Scan>> next() override {
    auto scan = co_await source_.next();
    const bool over = !scan;
    auto changed = change_(over ? Scan() : std::move(*scan));
    if (over) co_return std::nullopt;
    co_return changed;
  }

 private:
  Stream<Scan> source_;
  std::function<Scan(Scan)> change_;
};

}  // namespace

Stream<Scan> map(Stream<Scan> source, std::function<Scan(Scan)> change) {
  return Stream<Scan>(
      std::make_unique<Changer>(std::move(source), std::move(change)));
}

}  // namespace exo45
