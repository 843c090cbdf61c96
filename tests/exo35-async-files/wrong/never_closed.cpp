// Opens with the C library, and never closes.
// breaks: "no file is left open"
// step: 1
// lesson: left-open
#include <array>
#include <cstdio>
#include <exo35-async-files/plain_read.hpp>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  return plain::by_a_clerk(clerks, [=] {
    std::FILE* file = std::fopen(path.c_str(), "rb");
    if (!file) throw plain::failure("cannot open", path);
    std::string text;
    std::array<char, 4096> piece;
    while (auto size = std::fread(piece.data(), 1, piece.size(), file))
      text.append(piece.data(), size);
    if (std::ferror(file)) throw plain::failure("cannot read", path);
    return text;
  });
}

}  // namespace exo35
