// Draws the names of its drafts from a generator that nobody has seeded.
// breaks: "No other file is touched or left in the folder, whatever its name"
// step: 2
// lesson: same-name-twice
#include <exo35-async-files/plain_draft.hpp>

namespace exo35 {

fs::path plain::draft_of(fs::path path) {
  static std::mutex mutex;
  static std::mt19937 random;
  const std::scoped_lock lock(mutex);
  return path.replace_filename(std::to_string(random()) + ".draft");
}

}  // namespace exo35
