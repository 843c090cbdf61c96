// Opens with the C library, and never closes.
// breaks: "no file is left open"
// step: 1
// lesson: left-open
#include "async_files.hpp"

#define read_file reference_read_file
#include <solutions/exo35-async-files/async_files.cpp>
#undef read_file

#include <cstdio>

namespace {
namespace fs = std::filesystem;
asio::awaitable<std::string> take(fs::path path) {
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (!file) throw exo35::failure("cannot open", path);
  std::string text;
  std::array<char, 4096> piece;
  while (auto size = std::fread(piece.data(), 1, piece.size(), file))
    text.append(piece.data(), size);
  if (std::ferror(file)) throw exo35::failure("cannot read", path);
  co_return text;
}
}  // namespace

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  co_return co_await asio::co_spawn(clerks, take(path), asio::use_awaitable);
}
