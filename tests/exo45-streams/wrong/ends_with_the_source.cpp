// The source has ended: so has the stream.
// breaks: "It ends when the source has ended and all scans are given."
// step: 4
// lesson: when-it-ends
#include <exo45-streams/plain_buffered.hpp>

namespace exo45 {

namespace {

struct EndsWithTheSource : plain::Buffered {
  using Buffered::Buffered;

  bool is_over() override { return ended; }
};

}  // namespace

Stream<Scan> buffered(Stream<Call> calls, std::size_t limit) {
  return plain::buffered<EndsWithTheSource>(std::move(calls), limit);
}

}  // namespace exo45
