// Writes the draft in the folder for temporary files.
// breaks: "Nothing is written in any other folder."
// step: 2
// lesson: other-folder
#include <exo35-async-files/plain_draft.hpp>

namespace exo35 {

namespace {

fs::path draft_of(fs::path) {
  return fs::temp_directory_path() /
         (std::to_string(std::random_device()()) + ".draft");
}

}  // namespace

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  return plain::write_file(clerks, std::move(path), std::move(content),
                           draft_of);
}

}  // namespace exo35
