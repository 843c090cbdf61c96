// Counts its drafts, from 0 in each program.
// breaks: "also when several documents are written at the same time"
// step: 2
// lesson: same-name-twice
#include <atomic>
#include <exo35-async-files/plain_draft.hpp>

namespace exo35 {

fs::path plain::draft_of(fs::path path) {
  static std::atomic<int> drafts{0};
  return path.string() + ".draft" + std::to_string(drafts++);
}

}  // namespace exo35
