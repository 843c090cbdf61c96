// Asks once for each parcel, and remembers the answer.
// breaks: "It gives each scan that is wanted, in order, to the end of the
//   source."
// step: 1
// lesson: order-lost
#include <exo45-streams/plain_filter.hpp>

namespace exo45 {

asio::awaitable<std::optional<Scan>> plain::Filter::next() {
  std::optional<int> last;
  while (auto scan = co_await source.next()) {
    // Another scan of the same parcel may have another picture.
    if (last == scan->parcel) continue;
    if (wanted(*scan)) co_return scan;
    last = scan->parcel;
  }
  co_return std::nullopt;
}

}  // namespace exo45
