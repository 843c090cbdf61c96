// A clerk opens and writes the draft; the room closes it, which writes what is
// left in the buffer.
// breaks: "Every call that may have to wait for the disk"
// step: 2
// lesson: blocks-the-room
#include <asio/this_coro.hpp>
#include <exo35-async-files/plain_write.hpp>
#include <fstream>

namespace exo35 {

asio::awaitable<void> write_file(Clerks& clerks, fs::path path,
                                 std::string content) {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto draft = plain::draft_beside(path);
  std::ofstream file;
  co_await plain::by_a_clerk(clerks, [&] {
    file.open(draft, std::ios::binary);
    file << content;
  });
  file.close();
  co_await plain::by_a_clerk(clerks, [&] {
    plain::or_remove(draft, [&] {
      if (!file) throw plain::failure("cannot write", path);
      fs::rename(draft, path);
    });
  });
}

}  // namespace exo35
