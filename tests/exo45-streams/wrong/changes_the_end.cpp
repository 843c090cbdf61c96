// Calls the function for the end, too.
// breaks: "It gives what `change` makes of each scan, which is called once
//   for each."
// step: 1
// lesson: changed-twice
#include <exo45-streams/plain_map.hpp>

namespace exo45 {

std::optional<Scan> plain::changed(std::optional<Scan> scan,
                                   const std::function<Scan(Scan)>& change) {
  const bool over = !scan;
  auto changed = change(over ? Scan() : std::move(*scan));
  if (over) return std::nullopt;
  return changed;
}

}  // namespace exo45
