// Asks whether the file opens, and not whether it can be read.
// breaks: "What is missing or cannot be read, a folder for example, is an
//   error."
// step: 1
// lesson: error-lost
#include "async_files.hpp"

#define read_file reference_read_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef read_file

#include <sstream>

namespace {
namespace fs = std::filesystem;
asio::awaitable<std::string> take(fs::path path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw exo35::failure("cannot open", path);
  std::ostringstream text;
  text << file.rdbuf();
  co_return text.str();
}
}  // namespace

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  co_return co_await asio::co_spawn(clerks, take(path), asio::use_awaitable);
}
