// Writes the draft in the folder for temporary files.
// breaks: "Nothing is written in any other folder."
// step: 2
// lesson: other-folder
#include <exo35-async-files/plain_draft.hpp>

namespace exo35 {

fs::path plain::draft_of(fs::path) {
  return fs::temp_directory_path() /
         (std::to_string(std::random_device()()) + ".draft");
}

}  // namespace exo35
