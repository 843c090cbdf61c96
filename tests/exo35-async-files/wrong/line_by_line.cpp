// Reads lines, and puts an end after each, also where there was none.
// breaks: "Returns every byte as it is"
// step: 1
// lesson: bytes-changed
#include "async_files.hpp"

#define read_file reference_read_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef read_file

namespace {
namespace fs = std::filesystem;
asio::awaitable<std::string> take(fs::path path) {
  std::ifstream file(path);
  if (!file) throw exo35::failure("cannot open", path);
  std::string text, line;
  while (std::getline(file, line)) text += line + "\n";
  if (file.bad()) throw exo35::failure("cannot read", path);
  co_return text;
}
}  // namespace

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  co_return co_await asio::co_spawn(clerks, take(path), asio::use_awaitable);
}
