// Makes a new scan of each, since a scan cannot be copied.
// breaks: "What comes out is what went in: pictures are moved, never copied."
// step: 1
// lesson: copies
#include "streams.hpp"

#define map reference_map
#include <solutions/exo45-streams/streams.cpp>
#undef map

namespace exo45 {

namespace {

class Copier : public Source<Scan> {
 public:
  Copier(Stream<Scan> source, std::function<Scan(Scan)> change)
      : source_(std::move(source)), change_(std::move(change)) {}

  asio::awaitable<std::optional<Scan>> next() override {
    auto scan = co_await source_.next();
    if (!scan) co_return std::nullopt;
    const Scan& seen = *scan;
    co_return change_(Scan(seen.parcel, seen.picture));
  }

 private:
  Stream<Scan> source_;
  std::function<Scan(Scan)> change_;
};

}  // namespace

Stream<Scan> map(Stream<Scan> source, std::function<Scan(Scan)> change) {
  return Stream<Scan>(
      std::make_unique<Copier>(std::move(source), std::move(change)));
}

}  // namespace exo45
