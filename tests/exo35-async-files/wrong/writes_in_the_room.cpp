// Writes the draft on the thread of the loop; only the rename is offloaded.
// breaks: "is made by a clerk, and by no other thread"
// step: 2
// lesson: blocks-the-room
#include <exo35-async-files/plain_write.hpp>

namespace exo35 {

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  const auto draft = plain::draft_beside(path);
  plain::or_remove(draft, [&] { plain::fill(draft, content, path); });
  co_await plain::by_a_clerk(clerks, [&] {
    plain::or_remove(draft, [&] { fs::rename(draft, path); });
  });
}

}  // namespace exo35
