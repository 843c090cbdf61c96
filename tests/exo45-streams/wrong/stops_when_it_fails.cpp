// Stops at its belts when it fails or is cancelled, and not when it is dropped.
// breaks: "When a stream has thrown, or is dropped, all that it has begun is
//   told to stop, and its sources are destroyed once that has stopped."
// step: 3
// lesson: left-running
#include <exo45-streams/plain_merge.hpp>

namespace exo45 {

namespace {

struct StopsWhenItFails : plain::Merge {
  using Merge::Merge;

  ~StopsWhenItFails() override {
    if (failed) return;
    for (auto& reader : readers) reader.detach();
  }
  asio::awaitable<std::optional<Scan>> next() override {
    try {
      co_return co_await Merge::next();
    } catch (...) {
      failed = true;
      throw;
    }
  }

  bool failed = false;
};

}  // namespace

Stream<Scan> merge(std::vector<Stream<Scan>> sources) {
  return plain::merge<StopsWhenItFails>(std::move(sources));
}

}  // namespace exo45
