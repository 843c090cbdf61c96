// Puts the number of the process and a count in the name: the process of
// another container, or one that comes later, may have the same.
// breaks: "No other file is touched or left in the folder, whatever its name"
// step: 2
// lesson: same-name-twice
#include <unistd.h>

#include <atomic>
#include <exo35-async-files/plain_draft.hpp>

namespace exo35 {

fs::path plain::draft_of(fs::path path) {
  static std::atomic<int> drafts{0};
  return path.replace_filename("draft-" + std::to_string(::getpid()) + "-" +
                               std::to_string(++drafts));
}

}  // namespace exo35
