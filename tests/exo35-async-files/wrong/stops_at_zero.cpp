// Takes the bytes for a C string, which ends at the first zero.
// breaks: "Returns every byte as it is"
// step: 1
// lesson: bytes-changed
#include <exo35-async-files/plain_read.hpp>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  return plain::by_a_clerk(clerks, [=] {
    auto file = plain::open(path);
    std::string text;
    char piece[4097];
    do {
      file.read(piece, 4096);
      piece[file.gcount()] = 0;
      text += piece;
    } while (file);
    if (file.bad()) throw plain::failure("cannot read", path);
    return text;
  });
}

}  // namespace exo35
