// Lets the stream throw: its message names no file.
// breaks: "What fails is reported by an exception whose what() names the path"
// step: 1
// lesson: error-without-path
#include "async_files.hpp"

#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>
#include <filesystem>
#include <fstream>
#include <string>

namespace {
namespace fs = std::filesystem;
asio::awaitable<std::string> take(fs::path path) {
  std::ifstream file;
  file.exceptions(std::ios::failbit | std::ios::badbit);
  file.open(path, std::ios::binary);
  file.exceptions(std::ios::badbit);
  std::string text;
  std::array<char, 4096> piece;
  do {
    file.read(piece.data(), piece.size());
    text.append(piece.data(), static_cast<std::size_t>(file.gcount()));
  } while (file);
  co_return text;
}
}  // namespace

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  co_return co_await asio::co_spawn(clerks, take(path), asio::use_awaitable);
}
