// Asks in the reading room whether the file is there.
// breaks: "to open a file or to ask for one included"
// step: 1
// lesson: blocks-the-room
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
  co_return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  if (!fs::exists(path))
    throw fs::filesystem_error("no such file", path, std::error_code());
  co_return co_await asio::co_spawn(clerks, take(path), asio::use_awaitable);
}
