// Writes the draft one folder up.
// breaks: "Nothing is written in any other folder."
// step: 2
// lesson: other-folder
#include <exo35-async-files/plain_draft.hpp>

namespace exo35 {

fs::path plain::draft_of(fs::path path) {
  return path.parent_path().parent_path() /
         std::to_string(std::random_device()());
}

}  // namespace exo35
