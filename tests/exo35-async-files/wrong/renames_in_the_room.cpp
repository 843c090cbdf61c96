// Lets a clerk write the draft, and renames it in the reading room.
// breaks: "Every call that may have to wait for the disk, to open a file or to
//   ask for one included, is made by a clerk"
// step: 2
// lesson: blocks-the-room
#include <exo35-async-files/plain_write.hpp>

namespace exo35 {

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  const auto draft = plain::draft_beside(path);
  co_await plain::by_a_clerk(clerks, [&] {
    plain::or_remove(draft, [&] { plain::fill(draft, content, path); });
  });
  plain::or_remove(draft, [&] { fs::rename(draft, path); });
}

}  // namespace exo35
