// Counts the calls that are under way, and not their scans that wait.
// breaks: "No more than `limit` calls are begun and their scans not given
//   yet, also when the first of them takes long."
// step: 4
// lesson: over-the-limit
#include <exo45-streams/plain_buffered.hpp>

namespace exo45 {

namespace {

struct CountsThoseUnderWay : plain::Buffered {
  using Buffered::Buffered;

  bool has_room() override {
    std::size_t under_way = 0;
    for (const auto& call : row) under_way += call.done() == 0;
    return under_way < limit;
  }
};

}  // namespace

Stream<Scan> buffered(Stream<Call> calls, std::size_t limit) {
  return plain::buffered<CountsThoseUnderWay>(std::move(calls), limit);
}

}  // namespace exo45
