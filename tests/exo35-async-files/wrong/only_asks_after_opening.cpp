// Asks whether the file opens, and not whether it can be read.
// breaks: "What is missing or cannot be read, a folder for example, is an
//   error."
// step: 1
// lesson: error-lost
#include <exo35-async-files/plain_read.hpp>
#include <fstream>
#include <sstream>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  return plain::by_a_clerk(clerks, [=] {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw plain::failure("cannot open", path);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
  });
}

}  // namespace exo35
