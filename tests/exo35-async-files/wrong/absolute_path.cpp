// Makes the path absolute, and names that one.
// breaks: "an exception whose what() names the path as it was given"
// step: 1
// lesson: relative-path
#include "async_files.hpp"

#define read_file reference_read_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef read_file

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  return reference_read_file(clerks, fs::absolute(path));
}
