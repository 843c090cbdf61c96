// Takes the end of the file for a failure.
// breaks: "Returns every byte as it is"
// step: 1
// lesson: end-is-no-error
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
  std::array<char, 4096> piece;
  while (!file.eof()) {
    file.read(piece.data(), piece.size());
    if (!file) throw exo35::failure("cannot read", path);
    text.append(piece.data(), static_cast<std::size_t>(file.gcount()));
  }
  co_return text;
}
}  // namespace

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  co_return co_await asio::co_spawn(clerks, take(path), asio::use_awaitable);
}
