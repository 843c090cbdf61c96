// For each scan that is not wanted, next() awaits itself once more.
// breaks: "It gives each scan that is wanted, in order, to the end of the
//   source."
// step: 1
// lesson: unwanted-is-no-end
#include "streams.hpp"

#define filter reference_filter
#include <solutions/exo45-streams/streams.cpp>
#undef filter

namespace exo45 {

namespace {

class Passer : public Source<Scan> {
 public:
  Passer(Stream<Scan> source, std::function<bool(const Scan&)> wanted)
      : source_(std::move(source)), wanted_(std::move(wanted)) {}

  asio::awaitable<std::optional<Scan>> next() override {
    auto scan = co_await source_.next();
    if (!scan || wanted_(*scan)) co_return scan;
    co_return co_await next();
  }

 private:
  Stream<Scan> source_;
  std::function<bool(const Scan&)> wanted_;
};

}  // namespace

Stream<Scan> filter(Stream<Scan> source,
                    std::function<bool(const Scan&)> wanted) {
  return Stream<Scan>(
      std::make_unique<Passer>(std::move(source), std::move(wanted)));
}

}  // namespace exo45
