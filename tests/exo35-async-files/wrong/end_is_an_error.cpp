// Takes the end of the file for a failure.
// breaks: "Returns every byte as it is"
// step: 1
// lesson: end-is-no-error
#include <array>
#include <exo35-async-files/plain_read.hpp>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  return plain::by_a_clerk(clerks, [=] {
    auto file = plain::open(path);
    std::string text;
    std::array<char, 4096> piece;
    while (!file.eof()) {
      file.read(piece.data(), piece.size());
      if (!file) throw plain::failure("cannot read", path);
      text.append(piece.data(), static_cast<std::size_t>(file.gcount()));
    }
    return text;
  });
}

}  // namespace exo35
