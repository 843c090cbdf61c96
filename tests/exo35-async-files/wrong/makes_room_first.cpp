// Removes the old document before the new one takes its place.
// breaks: "finds the old content whole, or no file if there was none, and then
//   the new content whole"
// step: 2
// lesson: gap
#include <exo35-async-files/plain_write.hpp>

namespace exo35 {

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  return plain::by_a_clerk(clerks, [=] {
    const auto draft = plain::draft_beside(path);
    plain::or_remove(draft, [&] {
      plain::fill(draft, content, path);
      if (fs::is_regular_file(path)) fs::remove(path);
      fs::rename(draft, path);
    });
  });
}

}  // namespace exo35
