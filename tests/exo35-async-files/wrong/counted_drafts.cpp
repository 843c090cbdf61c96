// Counts its drafts, from 0 in each program.
// breaks: "also when several documents are written at the same time"
// step: 2
// lesson: same-name-twice
#include "async_files.hpp"

#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <system_error>

namespace {

namespace fs = std::filesystem;

asio::awaitable<void> put(fs::path path, std::string content) {
  static std::atomic<int> drafts{0};
  const fs::path draft = path.string() + ".draft" + std::to_string(drafts++);
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
  co_await asio::co_spawn(clerks, put(path, content), asio::use_awaitable);
}
