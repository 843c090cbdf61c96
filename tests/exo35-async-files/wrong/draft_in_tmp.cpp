// Has its drafts in /tmp, whatever the environment says; here the rename works.
// breaks: "Nothing is written in any other folder"
// step: 2
// lesson: other-folder
#include <exo35-async-files/plain_draft.hpp>

namespace exo35 {

fs::path plain::draft_of(fs::path) {
  return "/tmp/" + std::to_string(std::random_device()()) + ".draft";
}

}  // namespace exo35
