// Looks for a folder, and whether the file opens; a read that fails is the end.
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
    auto file = plain::open(path);
    std::ostringstream text;
    if (file.peek() != std::ifstream::traits_type::eof()) text << file.rdbuf();
    return text.str();
  });
}

}  // namespace exo35
