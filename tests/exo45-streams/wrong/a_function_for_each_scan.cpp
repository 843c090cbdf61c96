// Takes a new copy of the function for each scan: what that one counts is lost.
// breaks: "It gives what `change` makes of each scan, which is called once
//   for each."
// step: 1
// lesson: changed-twice
#include "streams.hpp"

namespace exo45 {

namespace {

class Each : public Source<Scan> {
 public:
  Each(Stream<Scan> source, std::function<Scan(Scan)> change)
      : source_(std::move(source)), change_(std::move(change)) {}

  asio::awaitable<std::optional<Scan>> next() override {
    auto change = change_;
    auto scan = co_await source_.next();
    if (scan) scan = change(std::move(*scan));
    co_return scan;
  }

 private:
  Stream<Scan> source_;
  const std::function<Scan(Scan)> change_;
};

}  // namespace

Stream<Scan> map(Stream<Scan> source, std::function<Scan(Scan)> change) {
  return Stream<Scan>(
      std::make_unique<Each>(std::move(source), std::move(change)));
}

}  // namespace exo45
