// Never asks the stream whether it could open the file.
// breaks: "What is missing or cannot be read, a folder for example, is an
//   error."
// step: 1
// lesson: error-lost
#include "async_files.hpp"

#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace {
namespace fs = std::filesystem;
asio::awaitable<std::string> take(fs::path path) {
  std::ifstream file(path, std::ios::binary);
  co_return std::string(std::istreambuf_iterator<char>(file), {});
}
}  // namespace

asio::awaitable<std::string> exo35::read_file(Clerks& clerks, fs::path path) {
  co_return co_await asio::co_spawn(clerks, take(path), asio::use_awaitable);
}
