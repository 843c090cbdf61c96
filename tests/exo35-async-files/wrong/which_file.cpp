// Lets the stream throw: its message names no file.
// breaks: "What fails is reported by an exception whose what() names the path"
// step: 1
// lesson: error-without-path
#include <exo35-async-files/plain_read.hpp>
#include <fstream>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  return plain::by_a_clerk(clerks, [=] {
    std::ifstream file;
    file.exceptions(std::ios::failbit | std::ios::badbit);
    file.open(path, std::ios::binary);
    file.exceptions(std::ios::badbit);
    return plain::rest_of(file, path);
  });
}

}  // namespace exo35
