// Never asks the stream whether it could open the file.
// breaks: "What is missing or cannot be read, a folder for example, is an
//   error."
// step: 1
// lesson: error-lost
#include <exo35-async-files/plain_read.hpp>
#include <fstream>
#include <iterator>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  return plain::by_a_clerk(clerks, [=] {
    std::ifstream file(path, std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), {});
  });
}

}  // namespace exo35
