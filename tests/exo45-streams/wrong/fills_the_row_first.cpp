// Gives nothing before the row is full, or the source has ended.
// breaks: "A scan is given as soon as all before it are given."
// step: 4
// lesson: held-back
#include <exo45-streams/plain_buffered.hpp>

namespace exo45 {

namespace {

struct FillsTheRowFirst : plain::Buffered {
  using Buffered::Buffered;

  Row::iterator to_give() override {
    const bool full = row.size() == limit || ended || reader.failed();
    return full ? Buffered::to_give() : row.end();
  }
};

}  // namespace

Stream<Scan> buffered(Stream<Call> calls, std::size_t limit) {
  return plain::buffered<FillsTheRowFirst>(std::move(calls), limit);
}

}  // namespace exo45
