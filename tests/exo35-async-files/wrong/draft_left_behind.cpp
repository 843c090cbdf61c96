// Leaves the draft behind when something fails.
// breaks: "A failure leaves everything as it was"
// step: 2
// lesson: temporary-left
#include <exo35-async-files/plain_write.hpp>

namespace exo35 {

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  return plain::by_a_clerk(clerks, [=] {
    const auto draft = plain::draft_beside(path);
    plain::fill(draft, content, path);
    fs::rename(draft, path);
  });
}

}  // namespace exo35
