// Thinks that there is nothing to do for an empty content.
// breaks: "Then the file has these bytes as they are, be there none."
// step: 2
// lesson: bytes-changed
#include "async_files.hpp"

#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <system_error>

namespace {

namespace fs = std::filesystem;

asio::awaitable<void> put(fs::path path, std::string content) {
  const fs::path draft = path.string() + std::to_string(std::random_device()());
  try {
    std::ofstream file(draft, std::ios::binary);
    file << content;
    file.close();
    if (!file)
      throw fs::filesystem_error("cannot write", path, std::error_code());
    fs::rename(draft, path);
  } catch (...) {
    std::error_code ignored;
    fs::remove(draft, ignored);
    throw;
  }
  co_return;
}

}  // namespace

asio::awaitable<void> exo35::write_file(Clerks& clerks, fs::path path,
                                        std::string content) {
  if (content.empty()) co_return;
  co_await asio::co_spawn(clerks, put(path, content), asio::use_awaitable);
}
