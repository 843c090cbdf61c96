// Reads with a stream in the coroutine, on the thread of the loop.
// breaks: "is made by a clerk, and by no other thread"
// step: 1
// lesson: blocks-the-room
#include "async_files.hpp"

#define read_file reference_read_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef read_file

#include <sstream>

asio::awaitable<std::string> exo35::read_file(Clerks&, fs::path path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw failure("cannot open", path);
  std::ostringstream text;
  text << file.rdbuf();
  co_return text.str();
}
