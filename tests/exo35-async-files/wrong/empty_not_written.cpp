// Thinks that there is nothing to do for an empty content.
// breaks: "Then the file has these bytes as they are, be there none."
// step: 2
// lesson: bytes-changed
#include "async_files.hpp"

#define write_file reference_write_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef write_file

asio::awaitable<void> exo35::write_file(Clerks& clerks, fs::path path,
                                        std::string content) {
  if (content.empty()) co_return;
  co_await reference_write_file(clerks, path, content);
}
