// Reads with a stream in the coroutine, on the thread of the loop.
// breaks: "is made by a clerk, and by no other thread"
// step: 1
// lesson: blocks-the-room
#include <exo35-async-files/plain_read.hpp>

namespace exo35 {

asio::awaitable<std::string> read_file(Clerks&, fs::path path) {
  auto file = plain::open(path);
  co_return plain::rest_of(file, path);
}

}  // namespace exo35
