// Asks for the size, then reads as much.
// breaks: "Reads to the end, however long the pieces let it wait."
// step: 1
// lesson: size-first
#include "async_files.hpp"

#define read_file reference_read_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef read_file

namespace {
namespace fs = std::filesystem;
asio::awaitable<std::string> take(fs::path path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw exo35::failure("cannot open", path);
  std::string text(exo35::fs::file_size(path), '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file) throw exo35::failure("cannot read", path);
  co_return text;
}
}  // namespace

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  co_return co_await asio::co_spawn(clerks, take(path), asio::use_awaitable);
}
