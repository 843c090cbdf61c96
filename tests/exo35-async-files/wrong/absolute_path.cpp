// Makes the path absolute, and names that one.
// breaks: "an exception whose what() names the path as it was given"
// step: 1
// lesson: relative-path
#include <exo35-async-files/plain_read.hpp>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks& clerks, fs::path path) {
  return plain::read(clerks, fs::absolute(path));
}

}  // namespace exo35
