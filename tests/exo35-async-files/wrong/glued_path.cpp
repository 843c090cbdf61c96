// Glues the path of the draft together from texts.
// breaks: "Nothing is written in any other folder."
// step: 2
// lesson: relative-path
#include <exo35-async-files/plain_draft.hpp>

namespace exo35 {

fs::path plain::draft_of(fs::path path) {
  return path.parent_path().string() + "/" +
         std::to_string(std::random_device()());
}

}  // namespace exo35
