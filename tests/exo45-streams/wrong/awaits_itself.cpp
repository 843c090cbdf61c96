// For each scan that is not wanted, next() awaits itself once more.
// breaks: "It gives each scan that is wanted, in order, to the end of the
//   source."
// step: 1
// lesson: unwanted-is-no-end
#include <exo45-streams/plain_filter.hpp>

namespace exo45 {

asio::awaitable<std::optional<Scan>> plain::Filter::next() {
  auto scan = co_await source.next();
  if (!scan || wanted(*scan)) co_return scan;
  co_return co_await next();
}

}  // namespace exo45
