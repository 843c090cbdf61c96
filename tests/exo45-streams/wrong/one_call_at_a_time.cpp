// Awaits each call before it takes the next one.
// breaks: "While next() is awaited, `limit` calls are under way, if the
//   source has given as many."
// step: 4
// lesson: one-at-a-time
#include <exo45-streams/plain_buffered.hpp>

namespace exo45 {

namespace {

struct OneCallAtATime : plain::Buffered {
  using Buffered::Buffered;

  bool has_room() override { return row.empty(); }
};

}  // namespace

Stream<Scan> buffered(Stream<Call> calls, std::size_t limit) {
  return plain::buffered<OneCallAtATime>(std::move(calls), limit);
}

}  // namespace exo45
