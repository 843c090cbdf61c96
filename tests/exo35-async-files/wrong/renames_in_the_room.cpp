// Lets a clerk write the draft, and renames it in the reading room.
// breaks: "Every call that may have to wait for the disk, to open a file or to
//   ask for one included, is made by a clerk"
// step: 2
// lesson: blocks-the-room
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

asio::awaitable<void> put(fs::path draft, std::string content, fs::path path) {
  std::ofstream file(draft, std::ios::binary);
  file << content;
  file.close();
  if (!file)
    throw fs::filesystem_error("cannot write", path, std::error_code());
  co_return;
}

}  // namespace

asio::awaitable<void> exo35::write_file(Clerks& clerks, fs::path path,
                                        std::string content) {
  const fs::path draft = path.string() + std::to_string(std::random_device()());
  try {
    co_await asio::co_spawn(clerks, put(draft, content, path),
                            asio::use_awaitable);
    fs::rename(draft, path);
  } catch (...) {
    std::error_code ignored;
    fs::remove(draft, ignored);
    throw;
  }
}
