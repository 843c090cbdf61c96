// Has clerks of its own.
// breaks: "is made by a clerk, and by no other thread"
// step: 1
// lesson: other-threads
#include <exo35-async-files/plain_read.hpp>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks&, fs::path path) {
  static Clerks own(4);
  return plain::read(own, path);
}

}  // namespace exo35
