// Sends a clerk to write, and one to rename: a cancellation in between leaves
// the draft.
// breaks: "No other file is touched or left in the folder"
// step: 2
// lesson: temporary-left
#include "async_files.hpp"

#include <asio/bind_cancellation_slot.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/use_awaitable.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <system_error>

namespace {

namespace fs = std::filesystem;

auto until_done() {
  return asio::bind_cancellation_slot(asio::cancellation_slot(),
                                      asio::use_awaitable);
}

asio::awaitable<void> put(fs::path draft, std::string content, fs::path path) {
  std::ofstream file(draft, std::ios::binary);
  file << content;
  file.close();
  if (file) co_return;
  std::error_code ignored;
  fs::remove(draft, ignored);
  throw fs::filesystem_error("cannot write", path, std::error_code());
}

asio::awaitable<void> replace(fs::path draft, fs::path path) {
  try {
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
  const fs::path draft = path.string() + std::to_string(std::random_device()());
  co_await asio::co_spawn(clerks, put(draft, content, path), until_done());
  co_await asio::co_spawn(clerks, replace(draft, path), until_done());
}
