// Counts down, and never looks at zero before the first scan.
// breaks: "It gives the first `count` scans, and then the end."
// step: 1
// lesson: when-it-ends
#include "streams.hpp"

#define take reference_take
#include <solutions/exo45-streams/streams.cpp>
#undef take

namespace exo45 {

namespace {

class CountDown : public Source<Scan> {
 public:
  CountDown(Stream<Scan> source, std::size_t count) : left_(count) {
    source_.emplace(std::move(source));
  }

  asio::awaitable<std::optional<Scan>> next() override {
    if (!source_) co_return std::nullopt;
    auto scan = co_await source_->next();
    if (--left_ == 0) source_.reset();
    co_return scan;
  }

 private:
  std::optional<Stream<Scan>> source_;
  std::size_t left_;
};

}  // namespace

Stream<Scan> take(Stream<Scan> source, std::size_t count) {
  return Stream<Scan>(std::make_unique<CountDown>(std::move(source), count));
}

}  // namespace exo45
