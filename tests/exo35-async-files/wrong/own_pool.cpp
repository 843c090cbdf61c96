// Has clerks of its own.
// breaks: "is made by a clerk, and by no other thread"
// step: 1
// lesson: other-threads
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
  static Clerks own(4);
  co_return co_await asio::co_spawn(own, take(path), asio::use_awaitable);
}
