// Has one buffer for all its clerks.
// breaks: "Returns every byte as it is"
// step: 1
// lesson: shared-by-clerks
#include <exo35-async-files/plain_read.hpp>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  return plain::by_a_clerk(clerks, [=] {
    static char piece[4'096];
    auto file = plain::open(path);
    std::string text;
    do {
      file.read(piece, sizeof piece);
      text.append(piece, static_cast<std::size_t>(file.gcount()));
    } while (file);
    if (file.bad()) throw plain::failure("cannot read", path);
    return text;
  });
}

}  // namespace exo35
