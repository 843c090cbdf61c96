// Calls the draft NAME.tmp, whoever has a file of that name.
// breaks: "No other file is touched or left in the folder, whatever its name"
// step: 2
// lesson: someone-elses-file
#include <exo35-async-files/plain_draft.hpp>

namespace exo35 {

fs::path plain::draft_of(fs::path path) { return path.string() + ".tmp"; }

}  // namespace exo35
