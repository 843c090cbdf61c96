// When the source has ended, waits until all its calls are done.
// breaks: "A scan is given as soon as all before it are given."
// step: 4
// lesson: held-back
#include <algorithm>
#include <exo45-streams/plain_buffered.hpp>

namespace exo45 {

namespace {

struct WaitsForTheLast : plain::Buffered {
  using Buffered::Buffered;

  // After the end there is no hurry: all that is left is given together.
  Row::iterator to_give() override {
    const bool waits = ended && !std::all_of(row.begin(), row.end(), is_done);
    return waits ? row.end() : Buffered::to_give();
  }
  static bool is_done(const plain::Errand<Scan>& call) {
    return call.done() > 0;
  }
};

}  // namespace

Stream<Scan> buffered(Stream<Call> calls, std::size_t limit) {
  return plain::buffered<WaitsForTheLast>(std::move(calls), limit);
}

}  // namespace exo45
