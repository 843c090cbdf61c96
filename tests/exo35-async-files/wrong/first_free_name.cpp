// Asks for the first number that nobody has, and then creates the file. Between
// the two somebody may take it.
// breaks: "No other file is touched or left in the folder, whatever its name"
// step: 2
// lesson: same-name-twice
#include <exo35-async-files/plain_draft.hpp>

namespace exo35 {

fs::path plain::draft_of(fs::path path) {
  // The lock keeps out the other clerks, and no other program.
  static std::mutex mutex;
  const std::scoped_lock lock(mutex);
  int number = 0;
  do path.replace_filename(std::to_string(number++) + ".draft");
  while (fs::exists(path));
  std::ofstream{path};
  return path;
}

}  // namespace exo35
