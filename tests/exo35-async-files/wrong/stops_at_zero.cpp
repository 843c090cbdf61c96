// Takes the bytes for a C string, which ends at the first zero.
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
  std::ifstream file(path, std::ios::binary);
  if (!file) throw exo35::failure("cannot open", path);
  std::string text;
  char piece[4097];
  do {
    file.read(piece, 4096);
    piece[file.gcount()] = 0;
    text += piece;
  } while (file);
  if (file.bad()) throw exo35::failure("cannot read", path);
  co_return text;
}
}  // namespace

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  co_return co_await asio::co_spawn(clerks, take(path), asio::use_awaitable);
}
