// Makes a new scan of each, since a scan cannot be copied.
// breaks: "What comes out is what went in: pictures are moved, never copied."
// step: 1
// lesson: copies
#include <exo45-streams/plain_map.hpp>

namespace exo45 {

std::optional<Scan> plain::changed(std::optional<Scan> scan,
                                   const std::function<Scan(Scan)>& change) {
  if (!scan) return std::nullopt;
  return change(Scan(scan->parcel, scan->picture));
}

}  // namespace exo45
