// Takes a new copy of the function for each scan: what that one counts is lost.
// breaks: "It gives what `change` makes of each scan, which is called once
//   for each."
// step: 1
// lesson: changed-twice
#include <exo45-streams/plain_map.hpp>

namespace exo45 {

std::optional<Scan> plain::changed(std::optional<Scan> scan,
                                   const std::function<Scan(Scan)>& change) {
  auto copy = change;
  if (scan) scan = copy(std::move(*scan));
  return scan;
}

}  // namespace exo45
