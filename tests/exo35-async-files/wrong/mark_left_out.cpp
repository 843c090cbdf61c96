// Leaves out a byte order mark.
// breaks: "Returns every byte as it is"
// step: 1
// lesson: bytes-changed
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
  std::string text(std::istreambuf_iterator<char>(file), {});
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  co_return text;
}

}  // namespace

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  co_return co_await asio::co_spawn(clerks, take(path), asio::use_awaitable);
}
