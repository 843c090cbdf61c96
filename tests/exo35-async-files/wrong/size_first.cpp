// Asks for the size, then reads as much.
// breaks: "Reads to the end, however long the pieces let it wait."
// step: 1
// lesson: size-first
#include <exo35-async-files/plain_read.hpp>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  return plain::by_a_clerk(clerks, [=] {
    auto file = plain::open(path);
    std::string text(fs::file_size(path), '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file) throw plain::failure("cannot read", path);
    return text;
  });
}

}  // namespace exo35
