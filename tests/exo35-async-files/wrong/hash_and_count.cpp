// Puts a hash of the path and a count in the name: that looks like chance, and
// is the same in each program.
// breaks: "No other file is touched or left in the folder, whatever its name"
// step: 2
// lesson: same-name-twice
#include <atomic>
#include <exo35-async-files/plain_draft.hpp>

namespace exo35 {

fs::path plain::draft_of(fs::path path) {
  static std::atomic<int> drafts{0};
  const auto hash = std::to_string(fs::hash_value(path));
  return path.replace_filename(hash + "-" + std::to_string(++drafts));
}

}  // namespace exo35
