// Gives each scan when it comes.
// breaks: "The scans come in the order of the calls."
// step: 4
// lesson: order-lost
#include <algorithm>
#include <exo45-streams/plain_buffered.hpp>

namespace exo45 {

namespace {

struct AsTheyCome : plain::Buffered {
  using Buffered::Buffered;

  Row::iterator to_give() override {
    return std::find_if(row.begin(), row.end(),
                        [](const auto& call) { return call.done() > 0; });
  }
};

}  // namespace

Stream<Scan> buffered(Stream<Call> calls, std::size_t limit) {
  return plain::buffered<AsTheyCome>(std::move(calls), limit);
}

}  // namespace exo45
