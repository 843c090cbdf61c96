// Sends a clerk to write, and one to rename: a cancellation in between leaves
// the draft.
// breaks: "No other file is touched or left in the folder"
// step: 2
// lesson: temporary-left
#include <exo35-async-files/plain_write.hpp>

namespace exo35 {

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  const auto draft = plain::draft_beside(path);
  co_await plain::by_a_clerk(clerks, [&] {
    plain::or_remove(draft, [&] { plain::fill(draft, content, path); });
  });
  co_await plain::by_a_clerk(clerks, [&] {
    plain::or_remove(draft, [&] { fs::rename(draft, path); });
  });
}

}  // namespace exo35
