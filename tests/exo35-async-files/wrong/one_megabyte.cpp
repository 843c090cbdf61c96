// Reads a megabyte at most.
// breaks: "be there none or millions"
// step: 1
// lesson: one-read
#include "async_files.hpp"

#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>

namespace {

namespace fs = std::filesystem;

asio::awaitable<std::string> take(fs::path path) {
  std::ifstream file(path, std::ios::binary);
  if (!file || fs::is_directory(path))
    throw fs::filesystem_error("cannot read", path, std::error_code());
  std::string text(1 << 20, '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  co_return text;
}

}  // namespace

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  co_return co_await asio::co_spawn(clerks, take(path), asio::use_awaitable);
}
