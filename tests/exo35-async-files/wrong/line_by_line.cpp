// Reads lines, and puts an end after each, also where there was none.
// breaks: "Returns every byte as it is"
// step: 1
// lesson: bytes-changed
#include <exo35-async-files/plain_read.hpp>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  return plain::by_a_clerk(clerks, [=] {
    auto file = plain::open(path);
    std::string text, line;
    while (std::getline(file, line)) text += line + "\n";
    if (file.bad()) throw plain::failure("cannot read", path);
    return text;
  });
}

}  // namespace exo35
