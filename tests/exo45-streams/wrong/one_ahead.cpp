// Keeps one scan ready, so that the reader does not wait for the belt.
// breaks: "It is lazy: a source is not asked for more than next() needs."
// step: 1
// lesson: eager
#include "streams.hpp"

#define map reference_map
#include <solutions/exo45-streams/streams.cpp>
#undef map

namespace exo45 {

namespace {

class Ahead : public Source<Scan> {
 public:
  Ahead(Stream<Scan> source, std::function<Scan(Scan)> change)
      : source_(std::move(source)), change_(std::move(change)) {}

  asio::awaitable<std::optional<Scan>> next() override {
    if (!begun_) ahead_ = co_await source_.next();
    begun_ = true;
    auto scan = std::move(ahead_);
    if (!scan) co_return std::nullopt;
    ahead_ = co_await source_.next();
    co_return change_(std::move(*scan));
  }

 private:
  Stream<Scan> source_;
  std::function<Scan(Scan)> change_;
  std::optional<Scan> ahead_;
  bool begun_ = false;
};

}  // namespace

Stream<Scan> map(Stream<Scan> source, std::function<Scan(Scan)> change) {
  return Stream<Scan>(
      std::make_unique<Ahead>(std::move(source), std::move(change)));
}

}  // namespace exo45
