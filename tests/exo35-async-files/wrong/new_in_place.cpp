// Writes in place when there is no old document.
// breaks: "or no file if there was none, and then the new content whole"
// step: 2
// lesson: truncates-first
#include <exo35-async-files/plain_draft.hpp>

namespace exo35 {

fs::path plain::draft_of(fs::path path) {
  if (!fs::exists(path)) return path;
  return path.string() + std::to_string(std::random_device()());
}

}  // namespace exo35
