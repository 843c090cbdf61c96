// Calls the draft NAME.tmp, whoever has a file of that name.
// breaks: "No other file is touched or left in the folder, whatever its name"
// step: 2
// lesson: someone-elses-file
#include <exo35-async-files/plain_draft.hpp>

namespace exo35 {

namespace {

fs::path draft_of(fs::path path) { return path.string() + ".tmp"; }

}  // namespace

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  return plain::write_file(clerks, std::move(path), std::move(content),
                           draft_of);
}

}  // namespace exo35
